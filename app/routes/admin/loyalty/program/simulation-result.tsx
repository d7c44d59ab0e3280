import { BlockStack, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import type { SimulationTotals } from "#app/loyalty/simulation/tally.ts";
import { monthInWords } from "#app/ui/copy/liability.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { Table } from "#app/ui/tables/table.tsx";

type Both = { old: number; new: number };
type Props = {
  tally: SimulationTotals;
  /** Minor units. */
  owed: Both;
  names: Record<string, string | null>;
  tierNames: Record<string, string>;
};

const MONTHS_SHOWN = 12;

/** What a rule would have given, beside what was given. */
export function SimulationResult({ tally, owed, names, tierNames }: Props) {
  const { number, money } = useFormats();
  const months = Object.entries(tally.months).toSorted(([a], [b]) => (a < b ? 1 : -1));
  const tiers = Object.entries(tally.tiers).toSorted(([, a], [, b]) => b.old - a.old);
  if (tally.orders === 0) return <Text as="p">There are no past orders that earn points yet.</Text>;
  return (
    <BlockStack gap="400">
      <Text as="p">{inShort(tally, number)}</Text>
      <Comparison caption="In all" rowTitle="In all">
        <Row name="Points given" {...tally.points} say={number} />
        <Row name="Outstanding points" {...tally.out} say={number} />
        <Row name="Points liability" {...owed} say={money} />
      </Comparison>
      {tiers.length > 1 && (
        <Comparison caption="Points given by tier" rowTitle="Tier">
          {tiers.map(([id, both]) => (
            <Row
              key={id}
              name={tierNames[id] ?? "No tier"}
              old={both.old}
              new={both.new}
              say={number}
            />
          ))}
        </Comparison>
      )}
      <Comparison caption="Points given by month, latest first" rowTitle="Month">
        {months.slice(0, MONTHS_SHOWN).map(([month, both]) => (
          <Row key={month} name={monthInWords(month)} {...both} say={number} />
        ))}
      </Comparison>
      {tally.examples.length > 0 && (
        <Comparison caption="For whom it would change most" rowTitle="Changes most for">
          {tally.examples.map(({ customerId, ...both }) => (
            <Row
              key={customerId}
              name={<PersonLink id={customerId} name={names[customerId] ?? null} />}
              {...both}
              say={number}
            />
          ))}
        </Comparison>
      )}
    </BlockStack>
  );
}

function inShort(
  { orders, customers, more, less }: SimulationTotals,
  number: (n: number) => string,
): string {
  const tried = `${number(orders)} orders of ${number(customers)} people were tried.`;
  if (more === 0 && less === 0) return `${tried} Nobody would have got more or less.`;
  return `${tried} ${number(more)} would have got more points, ${number(less)} fewer.`;
}

type ComparisonProps = { caption: string; rowTitle: string; children: ReactNode };

function Comparison({ caption, rowTitle, children }: ComparisonProps) {
  const columns = [
    { title: rowTitle },
    { title: "As it was", number: true },
    { title: "With this rule", number: true },
  ];
  return (
    <Table wide caption={caption} columns={columns}>
      {children}
    </Table>
  );
}

type RowProps = Both & { name: ReactNode; say: (value: number) => string };

function Row({ name, old, new: tried, say }: RowProps) {
  return (
    <tr>
      <td>{name}</td>
      <td className="encore-table__number">{say(old)}</td>
      <td className="encore-table__number">{say(tried)}</td>
    </tr>
  );
}
