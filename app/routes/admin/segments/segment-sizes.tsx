import { segmentKeys } from "#app/segments/named-segments.ts";
import { highest } from "#app/ui/charts/chart-data.ts";
import { LineChart } from "#app/ui/charts/line-chart.tsx";
import { segmentWords } from "#app/ui/copy/segments.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

/** So many lines at first: eleven are a thicket. */
const FIRST = 5;

type Props = { days: { day: string; sizes: Record<string, number> }[] };

/** How many customers were in each segment, day by day. */
export function SegmentSizes({ days }: Props) {
  const { date } = useFormats();
  const points = days.map(({ day, sizes }) => ({ at: day, values: sizes }));
  return (
    <TitledCard title="How the segments grow and shrink">
      <LineChart
        caption="Customers in each segment by day"
        series={segmentKeys.map((key) => ({ key, name: segmentWords(key).name }))}
        points={points}
        first={highest(points, FIRST)}
        sayAt={date}
        rowTitle="Day"
        empty="There will be a line here tomorrow: Encore keeps the sizes of your segments every night."
      />
    </TitledCard>
  );
}
