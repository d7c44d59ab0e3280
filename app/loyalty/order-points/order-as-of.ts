import { type Order, type Refund, refundedQuantity } from "./order.ts";

/** An order that says when something of it went back. */
export type DatedOrder = Omit<Order, "refunds"> & {
  refunds: readonly (Refund & { createdAt: Date })[];
};

/**
 * An order as it was at a moment, by what is known of it now: what was given back, and whether it was cancelled, by then. Edits have
 * no date of their own; what they added or removed was always so.
 */
export function orderAsOf(order: DatedOrder, moment: Date): DatedOrder {
  const cancelledAt =
    order.cancelledAt !== null && order.cancelledAt <= moment ? order.cancelledAt : null;
  const [before, after] = [
    order.refunds.filter(({ createdAt }) => createdAt <= moment),
    order.refunds.filter(({ createdAt }) => createdAt > moment),
  ];
  if (after.length === 0) return { ...order, cancelledAt };

  const isPartOnly =
    order.financialState === "refunded" && after.some((one) => one.amountMinor > 0n);
  return {
    ...order,
    cancelledAt,
    refunds: before,
    financialState: isPartOnly ? "partially_refunded" : order.financialState,
    lines: order.lines.map((line) => ({
      ...line,
      currentQuantity: Math.min(
        line.quantity,
        line.currentQuantity + refundedQuantity(line, after),
      ),
    })),
  };
}
