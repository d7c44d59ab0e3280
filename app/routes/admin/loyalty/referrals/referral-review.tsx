import { useFetcher } from "@remix-run/react";
import { BlockStack, Button, InlineStack, List, Text } from "@shopify/polaris";

import type { ListedReferral } from "#app/loyalty/referrals/referrals-list.server.ts";
import { findingInWords } from "#app/ui/copy/referrals.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { type Toast, useToastOnce } from "#app/ui/hooks/use-toast-once.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

/** What waits for somebody to look at it: what was found, and whether it counts. Nothing when nothing waits. */
export function ReferralReview({ referrals }: { referrals: ListedReferral[] }) {
  if (referrals.length === 0) return null;
  return (
    <TitledCard title="Referrals to review" gap="400">
      <Text as="p" tone="subdued">
        Perhaps somebody brought themselves; perhaps it is a family. Nothing is given until you say
        so.
      </Text>
      {referrals.map((referral) => (
        <Waiting key={referral.id} referral={referral} />
      ))}
    </TitledCard>
  );
}

function Waiting({ referral }: { referral: ListedReferral }) {
  const { advocate, friend, order, findings, placedAt } = referral;
  const { money } = useFormats();
  return (
    <section aria-label={`Referral of order ${order.name}`} className="encore-review">
      <BlockStack gap="200">
        <Text as="p">
          <PersonLink {...advocate} /> brought <PersonLink {...friend} />, who bought {order.name}{" "}
          for {money(order.totalMinor)}, <When at={placedAt} />.
        </Text>
        <List>
          {findings.map((finding) => (
            <List.Item key={finding}>{findingInWords(finding)}</List.Item>
          ))}
        </List>
        <Decision id={referral.id} orderName={order.name} />
      </BlockStack>
    </section>
  );
}

function Decision({ id, orderName }: { id: string; orderName: string }) {
  const { submit, data, state } = useFetcher<{ outcome: string }>();
  useToastOnce(data, toastOf);
  const decide = (decision: string) =>
    submit({ decision }, { method: "post", action: `/app/loyalty/referrals/${id}/decision` });
  return (
    <InlineStack gap="200">
      <Button
        accessibilityLabel={`Approve: order ${orderName}`}
        loading={state !== "idle"}
        onClick={() => decide("approved")}
      >
        Approve
      </Button>
      <Button
        variant="tertiary"
        tone="critical"
        accessibilityLabel={`Reject: order ${orderName}`}
        disabled={state !== "idle"}
        onClick={() => decide("rejected")}
      >
        Reject
      </Button>
    </InlineStack>
  );
}

const told: Record<string, string> = {
  decided: "Decided",
  no_longer: "It was decided already",
  frozen: "Decided. It follows as soon as the frozen account is unfrozen",
};

function toastOf({ outcome }: { outcome: string }): Toast {
  return { words: told[outcome] ?? "Decided", isError: false };
}
