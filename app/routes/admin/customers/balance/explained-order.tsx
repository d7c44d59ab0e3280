import { BlockStack, Text } from "@shopify/polaris";

import type { ExplainedLot } from "#app/loyalty/explain/explain-balance.server.ts";
import {
  lesseningsInWords,
  lineInWords,
  multipliersInWords,
  ruleInWords,
  timesInWords,
} from "#app/ui/copy/explain.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { OrderLink } from "#app/ui/layout/order-link.tsx";
import { Table } from "#app/ui/tables/table.tsx";

type Props = { order: NonNullable<ExplainedLot["order"]>; campaigns: Record<string, string> };

const columns = [
  { title: "Line" },
  { title: "Counts", number: true },
  { title: "Times", number: true, wideOnly: true },
  { title: "Points", number: true },
];

/** How an order's points came about: its lines, the rule, and what made them more. */
export function ExplainedOrder({ order, campaigns }: Props) {
  const formats = useFormats();
  const more = multipliersInWords(order, campaigns);
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        How they were earned, by <OrderLink id={order.id} name={order.name} />
      </Text>
      <Table caption={`What order ${order.name} earns, line by line`} columns={columns}>
        {order.lines.map((line) => (
          <tr key={line.lineId}>
            <td>
              {order.titles[line.lineId]}
              {line.quantity > 1 && ` × ${formats.number(line.quantity)}`}
            </td>
            <td className="encore-table__number">{formats.money(line.minor)}</td>
            <td className="encore-table__number encore-wide-only">
              {timesInWords(line.multiplierBps)}
            </td>
            <td className="encore-table__number encore-table__words">
              {lineInWords(line, formats)}
            </td>
          </tr>
        ))}
        {order.shipping && (
          <tr>
            <td>Shipping</td>
            <td className="encore-table__number">{formats.money(order.shipping.minor)}</td>
            <td className="encore-table__number encore-wide-only">
              {timesInWords(order.shipping.multiplierBps)}
            </td>
            <td className="encore-table__number encore-table__words">
              {lineInWords(order.shipping, formats)}
            </td>
          </tr>
        )}
      </Table>
      <Text as="p" tone="subdued">
        {ruleInWords(order, formats)} {more} {lesseningsInWords(order)} The order as it is now earns{" "}
        {formats.number(order.target)} in all.
      </Text>
    </BlockStack>
  );
}
