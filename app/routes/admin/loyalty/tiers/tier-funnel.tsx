import { LineChart } from "#app/ui/charts/line-chart.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Table } from "#app/ui/tables/table.tsx";

type Props = {
  /** As they are saved, the lowest first. */
  tiers: { id: string; name: string; members: number }[];
  /** The oldest first. */
  days: { day: string; members: Record<string, number> }[];
};

const columns = [
  { title: "Tier" },
  { title: "Customers", number: true },
  { title: "Share", number: true },
];

/** How many customers are in each tier now, and how that came about. */
export function TierFunnel({ tiers, days }: Props) {
  const { number, percent, date } = useFormats();
  const all = tiers.reduce((sum, { members }) => sum + members, 0);
  const most = Math.max(1, ...tiers.map(({ members }) => members));
  return (
    <TitledCard title="Customers by tier" gap="400">
      <Table caption="Customers in each tier now" columns={columns}>
        {tiers.map(({ id, name, members }) => (
          <tr key={id}>
            <th scope="row" className="encore-bar">
              <bdi>{name}</bdi>
              <div
                className="encore-bar__fill"
                style={{ inlineSize: `${Math.round((100 * members) / most)}%` }}
              />
            </th>
            <td className="encore-table__number">{number(members)}</td>
            <td className="encore-table__number">{percent(all === 0 ? 0 : members / all)}</td>
          </tr>
        ))}
      </Table>
      <LineChart
        caption="Customers in each tier by day"
        series={tiers.map(({ id, name }) => ({ key: id, name }))}
        points={days.map(({ day, members }) => ({
          at: day,
          values: Object.fromEntries(tiers.map(({ id }) => [id, members[id] ?? 0])),
        }))}
        sayAt={date}
        rowTitle="Day"
        empty="There will be a line for each tier here tomorrow: Encore counts them every night."
      />
    </TitledCard>
  );
}
