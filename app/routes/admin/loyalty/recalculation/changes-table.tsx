import { Text } from "@shopify/polaris";

import type { ListedChange } from "#app/loyalty/launch/recalculation.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { Table } from "#app/ui/tables/table.tsx";

type Props = {
  changes: ListedChange[];
  /** Whether they were carried out, or only found. */
  isDone: boolean;
};

/** Whose balance or tier is another by today's rules, with what they had and have. */
export function ChangesTable({ changes, isDone }: Props) {
  const { number, signed } = useFormats();
  const columns = [
    { title: "Customer" },
    { title: isDone ? "Had" : "Has", number: true },
    { title: isDone ? "Has" : "Would have", number: true },
    { title: "Change", number: true },
    { title: "Tier" },
  ];
  return (
    <Table caption="Balances that change" columns={columns}>
      {changes.map(({ customerId, name, pointsBefore, pointsAfter, ...tiers }) => (
        <tr key={customerId}>
          <td>
            <PersonLink id={customerId} name={name} />
          </td>
          <td className="encore-table__number">{number(pointsBefore)}</td>
          <td className="encore-table__number">{number(pointsAfter)}</td>
          <td className="encore-table__number">{signed(pointsAfter - pointsBefore)}</td>
          <td>
            <TierChange {...tiers} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function TierChange({ tierBefore, tierAfter }: Pick<ListedChange, "tierBefore" | "tierAfter">) {
  if (tierBefore === tierAfter)
    return (
      <Text as="span" tone="subdued">
        {tierBefore ?? "No tier"}
      </Text>
    );
  return (
    <>
      <bdi>{tierBefore ?? "No tier"}</bdi> → <bdi>{tierAfter ?? "No tier"}</bdi>
    </>
  );
}
