import { BlockStack, Text } from "@shopify/polaris";

import type { BalanceExplanation } from "#app/loyalty/explain/explain-balance.server.ts";
import { entryInWords } from "#app/ui/copy/explain.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { When } from "#app/ui/layout/when.tsx";

/** What somebody has, part by part, and where a debt came from. */
export function ExplainedSums({ why: { account, debts } }: { why: BalanceExplanation }) {
  const { number } = useFormats();
  const parts = [
    { label: "To spend: what is left of the points below", value: number(account.available) },
    { label: "On the way: earned, not usable yet", value: number(account.pending) },
    { label: "Put aside: for rewards that are not used yet", value: number(account.held) },
    { label: "Owed back: spent before they were taken back", value: number(account.debt) },
  ];
  return (
    <TitledCard title="In all">
      <Facts wrap facts={parts} />
      {debts.length > 0 && <Debts debts={debts} />}
    </TitledCard>
  );
}

function Debts({ debts }: Pick<BalanceExplanation, "debts">) {
  const formats = useFormats();
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        What was owed, and repaid
      </Text>
      <ul className="encore-plain-list">
        {debts.map((debt) => (
          <li key={debt.id}>
            <Text as="p">
              {debt.points > 0
                ? `${formats.number(debt.points)} more owed. `
                : `${formats.number(-debt.points)} repaid. `}
              {entryInWords(debt, formats)}
            </Text>
            <Text as="p" tone="subdued" variant="bodySm">
              <When at={debt.at} />
            </Text>
          </li>
        ))}
      </ul>
    </BlockStack>
  );
}
