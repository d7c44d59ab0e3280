import { BlockStack, Button, InlineGrid, InlineStack, Text } from "@shopify/polaris";

import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { LedgerTable, type LedgerRow } from "#app/ui/tables/ledger-table.tsx";

import { AdjustPoints } from "./adjust-points.tsx";
import { type Rows, ShowMoreButton, useShowMore } from "./show-more.tsx";
import { UndoAdjustment, useUndoing } from "./undo-adjustment.tsx";

type Account = { available: number; pending: number; held: number; debt: number };
type Props = { customer: { id: string; account: Account | null }; first: Rows<LedgerRow> };

const parts: { key: keyof Account; label: string; meaning: string }[] = [
  { key: "available", label: "To spend", meaning: "can be used now" },
  { key: "pending", label: "On the way", meaning: "earned, not usable yet" },
  { key: "held", label: "Put aside", meaning: "for a reward in progress" },
  { key: "debt", label: "Owed back", meaning: "spent before an order was returned" },
];

/** What a person has in points, part by part, and every entry that made it so. */
export function CustomerPoints({ customer, first }: Props) {
  const { number } = useFormats();
  const { rows, ...more } = useShowMore(`/app/customers/${customer.id}/rows/ledger`, first);
  const { undoing, undo } = useUndoing(customer.id);
  const account = customer.account ?? { available: 0, pending: 0, held: 0, debt: 0 };
  return (
    <TitledCard
      title="Points"
      gap="400"
      aside={
        <InlineStack gap="200">
          <Button url={`/app/customers/${customer.id}/balance`}>Why this balance?</Button>
          <AdjustPoints customerId={customer.id} balance={account.available - account.debt} />
        </InlineStack>
      }
    >
      <InlineGrid columns={{ xs: 2, sm: 4 }} gap="300">
        {parts.map(({ key, label, meaning }) => (
          <BlockStack key={key} gap="050">
            <Text as="h3" variant="bodySm" tone="subdued" fontWeight="regular">
              {label}
            </Text>
            <Text as="p" variant="headingMd" numeric>
              {number(account[key])}
            </Text>
            <Text as="p" variant="bodySm" tone="subdued">
              {meaning}
            </Text>
          </BlockStack>
        ))}
      </InlineGrid>
      {rows.length === 0 ? (
        <Text as="p">No points have been earned yet.</Text>
      ) : (
        <LedgerTable
          rows={rows}
          caption="Every movement of this person's points, latest first"
          actionOf={({ id, undo: isUndoable, points }) =>
            isUndoable === "possible" && (
              <UndoAdjustment points={points} loading={undoing} onConfirm={() => undo(id)} />
            )
          }
        />
      )}
      <ShowMoreButton of="points entries" {...more} />
    </TitledCard>
  );
}
