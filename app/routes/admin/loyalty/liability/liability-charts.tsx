import type { LiabilityReport } from "#app/loyalty/liability/report.ts";
import { LineChart } from "#app/ui/charts/line-chart.tsx";
import { monthInWords } from "#app/ui/copy/liability.ts";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

import { everyMonth } from "./every-month.ts";

type Props = Pick<LiabilityReport, "months" | "all">;

const EMPTY = "There will be a line here once points have moved in two months.";

/** The points that were issued, redeemed and expired, month by month, and what was outstanding then. */
export function LiabilityCharts({ months, all }: Props) {
  const { number } = useFormats();
  const { now, timezone } = useShop();
  const rows = everyMonth(months, now, timezone);
  const time = { sayAt: (at: string) => monthInWords(at.slice(0, 7)), rowTitle: "Month" } as const;
  return (
    <>
      <TitledCard title="Points issued, redeemed and expired">
        <LineChart
          {...time}
          caption="Points issued, redeemed and expired by month"
          empty={EMPTY}
          series={[
            { key: "issued", name: "Issued" },
            { key: "redeemed", name: "Redeemed" },
            { key: "expired", name: "Expired" },
          ]}
          points={rows.map(({ month, issued, redeemed, expired }) => ({
            at: `${month}-01`,
            values: { issued, redeemed: 0 - redeemed, expired: 0 - expired },
          }))}
        />
      </TitledCard>
      <TitledCard
        title="Outstanding points"
        about={`At the end of each month${all.debt > 0 ? `, less what customers owe back: ${number(all.debt)} now` : ""}.`}
      >
        <LineChart
          {...time}
          caption="Outstanding points by month"
          empty={EMPTY}
          series={[{ key: "outstanding", name: "Outstanding" }]}
          points={rows.map(({ month, outstanding }) => ({
            at: `${month}-01`,
            values: { outstanding },
          }))}
        />
      </TitledCard>
    </>
  );
}
