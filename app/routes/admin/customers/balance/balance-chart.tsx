import { DateTime } from "luxon";

import { LineChart } from "#app/ui/charts/line-chart.tsx";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

type Props = {
  /** The balance at the end of each day on which it changed, the oldest first. */
  days: { day: string; available: number }[];
};

/** What somebody had to spend, from the first points until today. */
export function BalanceChart({ days }: Props) {
  const { date } = useFormats();
  const { now, timezone } = useShop();
  const today = DateTime.fromISO(now, { zone: timezone }).toFormat("yyyy-MM-dd");
  const last = days.at(-1);
  const untilToday = last && last.day < today ? [...days, { ...last, day: today }] : days;
  return (
    <TitledCard
      title="Balance over time"
      about="The points to spend at the end of each day, by when things happened."
    >
      <LineChart
        caption="Points to spend by day"
        series={[{ key: "available", name: "Points to spend" }]}
        points={untilToday.map(({ day, available }) => ({ at: day, values: { available } }))}
        sayAt={date}
        rowTitle="Day"
        steps
        empty="There will be a line here the day after the first points can be spent."
      />
    </TitledCard>
  );
}
