import type { LoyaltyTotals as Totals } from "#app/analytics/loyalty.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

type Props = { totals: Totals };

/** What all customers together have. */
export function LoyaltyTotals({ totals }: Props) {
  const { number } = useFormats();
  const lines = [
    { label: "People with points", value: totals.members },
    { label: "Points to spend", value: totals.available },
    { label: "Points on the way", value: totals.pending },
    { label: "Points owed back", value: totals.debt },
  ];
  return (
    <TitledCard title="All customers together">
      <dl className="encore-facts">
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{number(value)}</dd>
          </div>
        ))}
      </dl>
    </TitledCard>
  );
}
