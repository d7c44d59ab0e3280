import { Text } from "@shopify/polaris";

import type { OrderRow } from "#app/customers/timeline/customer.server.ts";
import { useFormats, useShop } from "#app/ui/hooks/shop.tsx";
import { OrderLink } from "#app/ui/layout/order-link.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";
import { Day } from "#app/ui/layout/when.tsx";
import { Table } from "#app/ui/tables/table.tsx";

import { orderStateInWords } from "./orders-copy.ts";
import { type Rows, ShowMoreButton, useShowMore } from "./show-more.tsx";

type Props = { customerId: string; first: Rows<OrderRow> };

const columns = [
  { title: "Order" },
  { title: "Day", wideOnly: true },
  { title: "State" },
  { title: "Total", number: true },
];

/** A person's orders, latest first. */
export function CustomerOrders({ customerId, first }: Props) {
  const { currency } = useShop();
  const { rows, ...more } = useShowMore(`/app/customers/${customerId}/rows/orders`, first);
  return (
    <TitledCard title="Orders">
      {rows.length === 0 ? (
        <Text as="p">No order yet.</Text>
      ) : (
        <Table caption="Orders, latest first" columns={columns}>
          {rows.map((row) => (
            <Order key={row.id} row={row} />
          ))}
        </Table>
      )}
      {rows.some(({ otherCurrency }) => otherCurrency !== null) && (
        <Text as="p" tone="subdued">
          Your program is in {currency}. Orders in another currency earn no points and count neither
          towards what was spent nor towards tiers and segments, because Encore does not turn one
          currency into another.
        </Text>
      )}
      <ShowMoreButton of="orders" {...more} />
    </TitledCard>
  );
}

function Order({ row }: { row: OrderRow }) {
  const { money } = useFormats();
  return (
    <tr>
      <th scope="row">
        <OrderLink id={row.isDeleted ? null : row.id} name={row.name} />
        <Text as="p" tone="subdued" variant="bodySm" fontWeight="regular">
          <span className="encore-narrow-only">
            <Day at={row.at} />
          </span>
        </Text>
      </th>
      <td className="encore-wide-only">
        <Day at={row.at} />
      </td>
      <td>{orderStateInWords(row)}</td>
      <td className="encore-table__number">
        {money(row.totalMinor, row.otherCurrency ?? undefined)}
        {row.refundedMinor > 0 && (
          <Text as="p" tone="subdued" variant="bodySm">
            {money(row.refundedMinor, row.otherCurrency ?? undefined)} given back
          </Text>
        )}
      </td>
    </tr>
  );
}
