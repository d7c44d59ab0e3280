import type { LoyaltyTotals as Totals } from "#app/analytics/loyalty.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { Facts } from "#app/ui/layout/facts.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

type Props = { totals: Totals };

/** What all customers together have. */
export function LoyaltyTotals({ totals }: Props) {
  const { number } = useFormats();
  const facts = [
    { label: "People with points", value: number(totals.members) },
    { label: "Points to spend", value: number(totals.available) },
    { label: "Points on the way", value: number(totals.pending) },
    { label: "Points owed back", value: number(totals.debt) },
  ];
  return (
    <TitledCard title="All customers together">
      <Facts facts={facts} />
    </TitledCard>
  );
}
