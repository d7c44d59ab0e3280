import { Banner, BlockStack } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";

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
