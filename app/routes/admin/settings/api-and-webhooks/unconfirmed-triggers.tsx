import type { SerializeFrom } from "@remix-run/node";
import { List } from "@shopify/polaris";

import type { UnconfirmedTrigger } from "#app/integrations/shopify-flow/unconfirmed-triggers.server.ts";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

/** The app's triggers as Shopify Flow calls them; the names stand in `extensions/flow-*`. */
const triggers: Record<string, string> = {
  "points-earned": "Points earned",
  "tier-changed": "Tier changed",
  "reward-redeemed": "Reward redeemed",
  "points-expiring": "Points expiring",
};

type Props = { starts: SerializeFrom<UnconfirmedTrigger>[]; names: Record<string, string | null> };

/** Workflows of Shopify Flow of which nobody knows whether they started; nothing where there are none. */
export function UnconfirmedTriggers({ starts, names }: Props) {
  if (starts.length === 0) return null;
  return (
    <TitledCard
      title="Workflows that may not have started"
      about="Encore told Shopify Flow about these, and Shopify’s answer got lost. They are not told again, so that no workflow runs twice. Check in Shopify Flow whether it ran."
    >
      <List>
        {starts.map(({ eventId, handle, customerId, askedAt }) => (
          <List.Item key={eventId}>
            {triggers[handle] ?? handle}, for{" "}
            <PersonLink id={customerId} name={names[customerId] ?? null} />, <When at={askedAt} />
          </List.Item>
        ))}
      </List>
    </TitledCard>
  );
}
