import { Banner, BlockStack, ProgressBar } from "@shopify/polaris";

import type { Rating } from "#app/loyalty/tiers/tiers.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";

const LOOK_EVERY_MS = 2_000;

/** How far everybody is rated anew after the tiers were changed; nothing when they are. */
export function TierRating({ rating }: { rating: Rating }) {
  const { number } = useFormats();
  usePolling(rating !== null, LOOK_EVERY_MS);
  if (rating === null) return null;
  const { done, of } = rating;
  return (
    <Banner tone="info" title="Everybody’s tier is being worked out anew">
      <BlockStack gap="200">
        <p>
          {of === null
            ? "It begins in a moment, and goes on while you do something else."
            : `${number(done)} of ${number(of)} customers so far. It goes on while you do something else.`}
        </p>
        {of !== null && (
          <ProgressBar
            size="small"
            progress={of === 0 ? 100 : Math.floor((done / of) * 100)}
            ariaLabelledBy="tier-rating"
          />
        )}
      </BlockStack>
    </Banner>
  );
}

type SavingProps = { members: number; removed: { name: string; members: number }[] };

/** What saving does, while something is unsaved. */
export function WhatSavingDoes({ members, removed }: SavingProps) {
  const { number } = useFormats();
  const leaving = removed.filter(({ members }) => members > 0);
  return (
    <Banner tone={leaving.length > 0 ? "warning" : "info"} title="What happens when you save">
      <BlockStack gap="100">
        <p>
          Everybody’s tier is worked out anew, as if these tiers had been there all along. The{" "}
          {number(members)} members of today may come into another tier, higher or lower. Points
          that orders have earned stay as they are.
        </p>
        {leaving.map(({ name, members }) => (
          <p key={name}>
            {name} has {number(members)} {members === 1 ? "member" : "members"}: they come into the
            highest tier that they reach without it.
          </p>
        ))}
      </BlockStack>
    </Banner>
  );
}
