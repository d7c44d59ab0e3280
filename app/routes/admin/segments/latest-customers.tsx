import { Text } from "@shopify/polaris";

import type { CustomersPage } from "#app/customers/list/customers.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { PersonLink } from "#app/ui/layout/person.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { StageBadge } from "../customers/stage-badge.tsx";

type Props = { customers: CustomersPage["rows"]; fewest: number };

const columns = [
  { title: "Customer" },
  { title: "Last order" },
  { title: "Stage", wideOnly: true },
  { title: "Orders", number: true, wideOnly: true },
  { title: "Spent", number: true },
];

/** Everybody who ordered, the latest first, in a shop in which so few did that comparing them would say nothing. */
export function LatestCustomers({ customers, fewest }: Props) {
  const { number, money } = useFormats();
  const people = `${number(customers.length)} ${customers.length === 1 ? "customer has" : "customers have"}`;
  return (
    <TitledCard
      title="Too few customers for five groups yet"
      about={`${people} ordered. From ${number(fewest)} on, Encore sorts them into five groups of at least ten by when they last ordered, how often and for how much; with fewer, a single order would move the others from one group to another. Until then, here are your customers by last order.`}
    >
      {customers.length > 0 && (
        <Table caption="Customers who ordered, latest order first" columns={columns}>
          {customers.map((row) => (
            <tr key={row.id}>
              <td>
                <Text as="span" fontWeight="semibold">
                  <PersonLink id={row.id} name={row.name} email={row.email} />
                </Text>
              </td>
              <td>{row.lastOrderAt && <Day at={row.lastOrderAt} />}</td>
              <td className="encore-wide-only">
                <StageBadge stage={row.stage} />
              </td>
              <td className="encore-table__number encore-wide-only">{number(row.ordersCount)}</td>
              <td className="encore-table__number">{money(row.spentMinor)}</td>
            </tr>
          ))}
        </Table>
      )}
    </TitledCard>
  );
}
