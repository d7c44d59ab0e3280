import { BlockStack, InlineGrid } from "@shopify/polaris";

import { NO_TIER, type Tally } from "#app/loyalty/launch/tally.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { KeyFigure } from "#app/ui/layout/key-figure.tsx";
import { Table } from "#app/ui/tables/table.tsx";

const columns = [
  { title: "Tier" },
  { title: "Customers", number: true },
  { title: "Points", number: true },
];

type Props = {
  result: Tally & { owedMinor: number };
  /** By id, the lowest first. */
  tierNames: Record<string, string>;
};

/** What customers have after a launch, or would have: in all, and by tier. */
export function LaunchFigures({ result, tierNames }: Props) {
  const { number, money } = useFormats();
  const place = (id: string) => Object.keys(tierNames).indexOf(id);
  const tiers = Object.entries(result.tiers).toSorted(([a], [b]) => place(a) - place(b));
  return (
    <BlockStack gap="400">
      <InlineGrid columns={{ xs: 2, md: 4 }} gap={{ xs: "200", md: "400" }}>
        <KeyFigure
          label="Customers with points"
          value={number(result.members)}
          detail="from their past orders"
        />
        <KeyFigure label="Points" value={number(result.points)} detail="to spend now or later" />
        <KeyFigure
          label="Points liability"
          value={money(result.owedMinor)}
          detail="what these points may cost you"
          url="/app/loyalty/liability"
        />
        <KeyFigure
          label="Customers told"
          value={number(0)}
          detail="the past sends no email, webhook or workflow"
        />
      </InlineGrid>
      {tiers.length > 0 && (
        <Table caption="Customers by tier" columns={columns}>
          {tiers.map(([id, { customers, points }]) => (
            <tr key={id}>
              <th scope="row">{id === NO_TIER ? "No tier" : (tierNames[id] ?? "No tier")}</th>
              <td className="encore-table__number">{number(customers)}</td>
              <td className="encore-table__number">{number(points)}</td>
            </tr>
          ))}
        </Table>
      )}
    </BlockStack>
  );
}
