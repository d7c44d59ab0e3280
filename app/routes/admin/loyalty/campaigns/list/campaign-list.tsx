import type { SerializeFrom } from "@remix-run/node";
import { BlockStack, InlineStack, Link, Text } from "@shopify/polaris";

import type { Campaign } from "#app/loyalty/earning/campaigns/campaign.ts";
import { timesInWords } from "#app/ui/copy/explain.ts";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

export type ShownCampaign = SerializeFrom<
  Pick<Campaign, "id" | "name" | "active" | "startsAt" | "endsAt" | "multiplierBps">
>;

/** All campaigns, those that are on or to come first. */
export function CampaignList({ campaigns }: { campaigns: ShownCampaign[] }) {
  const { now } = useShop();
  const over = campaigns.filter(({ endsAt }) => endsAt <= now);
  const ahead = campaigns.filter(({ endsAt }) => endsAt > now).toReversed();
  return (
    <TitledCard title="All campaigns">
      {campaigns.length === 0 ? (
        <Text as="p" tone="subdued">
          None yet. A campaign lets orders earn more for a while: a double weekend, a launch.
        </Text>
      ) : (
        <ul className="encore-plain-list">
          {[...ahead, ...over].map((campaign) => (
            <li key={campaign.id}>
              <CampaignInWords campaign={campaign} now={now} />
            </li>
          ))}
        </ul>
      )}
    </TitledCard>
  );
}

function CampaignInWords({ campaign, now }: { campaign: ShownCampaign; now: string }) {
  const { dateTime } = useFormats();
  const { name, status } = stateOf(campaign, now);
  return (
    <BlockStack gap="050">
      <InlineStack gap="200" blockAlign="center">
        <Link url={`/app/loyalty/campaigns/${campaign.id}`}>{campaign.name}</Link>
        <StatusBadge status={status}>{name}</StatusBadge>
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {timesInWords(campaign.multiplierBps)} from {dateTime(campaign.startsAt)} until{" "}
        {dateTime(campaign.endsAt)}
      </Text>
    </BlockStack>
  );
}

function stateOf({ active, startsAt, endsAt }: ShownCampaign, now: string) {
  if (endsAt <= now) return { name: "Over", status: "over" } as const;
  if (!active) return { name: "Off", status: "over" } as const;
  if (startsAt <= now) return { name: "On now", status: "good" } as const;
  return { name: "To come", status: "underway" } as const;
}
