import type { LineItem, OrderDoc, RefundDoc, ShippingLine, TaxLine } from "./store/documents.ts";

/** All amounts are minor units of the shop's currency. */

export function lineDiscountMinor(line: LineItem): number {
  return sum(line.discounts.map((discount) => discount.amountMinor));
}

/** What the line costs as ordered, after discounts. */
export function lineNetMinor(line: LineItem): number {
  return line.priceMinor * line.quantity - lineDiscountMinor(line);
}

/** What shipping costs after discounts. */
export function shippingNetMinor(line: ShippingLine): number {
  return line.priceMinor - sum((line.discounts ?? []).map((discount) => discount.amountMinor));
}

export function taxMinor(taxLines: TaxLine[]): number {
  return sum(taxLines.map((tax) => tax.priceMinor));
}

export type Amounts = {
  /** Lines before discounts. */
  lineItemsMinor: number;
  /** Off lines and shipping. */
  discountsMinor: number;
  /** Lines after discounts. */
  subtotalMinor: number;
  /** As placed, before discounts; as it stands, after them. */
  shippingMinor: number;
  taxMinor: number;
  totalMinor: number;
};

/** The order as it was placed: refunds change nothing here. */
export function placedAmounts(order: OrderDoc): Amounts {
  const lineItemsMinor = sum(order.lines.map((line) => line.priceMinor * line.quantity));
  const linesOffMinor = sum(order.lines.map(lineDiscountMinor));
  const shippingOffMinor = shippingDiscountMinor(order);
  const shippingMinor = sum(order.shippingLines.map((line) => line.priceMinor));
  const tax = sum([...order.lines, ...order.shippingLines].map((line) => taxMinor(line.taxLines)));
  const subtotalMinor = lineItemsMinor - linesOffMinor;
  return withTotal(
    order,
    {
      lineItemsMinor,
      discountsMinor: linesOffMinor + shippingOffMinor,
      subtotalMinor,
      shippingMinor,
      taxMinor: tax,
    },
    shippingMinor - shippingOffMinor,
  );
}

/** The order as it was placed, without what edits added since. */
export function originalAmounts(order: OrderDoc): Amounts {
  return placedAmounts({ ...order, lines: order.lines.filter((line) => !line.addedByEdit) });
}

/** The order as it stands after refunds and edits. A refund beyond lines and shipping lowers only the total. */
export function currentAmounts(order: OrderDoc): Amounts {
  const placed = placedAmounts(order);
  const gone = order.lines.map((line) => goneOfLine(order, line));
  const goneOf = (pick: (part: Gone) => number) => sum(gone.map(pick));
  const adjustments = order.refunds.flatMap((refund) => refund.adjustments);
  const shippingTaxBack = sum(adjustments.map((adjustment) => -adjustment.taxMinor));
  const discrepancy = sum(
    adjustments
      .filter((adjustment) => adjustment.kind === "refund_discrepancy")
      .map((adjustment) => -adjustment.amountMinor),
  );
  const shippingMinor =
    placed.shippingMinor -
    shippingDiscountMinor(order) -
    sum(order.refunds.map((refund) => refund.shippingMinor));
  const current = withTotal(order, {
    lineItemsMinor: placed.lineItemsMinor - goneOf((part) => part.grossMinor),
    discountsMinor: placed.discountsMinor - goneOf((part) => part.grossMinor - part.netMinor),
    subtotalMinor: placed.subtotalMinor - goneOf((part) => part.netMinor),
    shippingMinor,
    taxMinor: placed.taxMinor - goneOf((part) => part.taxMinor) - shippingTaxBack,
  });
  return { ...current, totalMinor: current.totalMinor - discrepancy };
}

type Gone = { grossMinor: number; netMinor: number; taxMinor: number };

/** What of a line went back or was taken out by an edit. */
function goneOfLine(order: OrderDoc, line: LineItem): Gone {
  const refunded = order.refunds.flatMap((refund) =>
    refund.lines.filter((part) => part.lineItemId === line.id),
  );
  const units = sum(refunded.map((part) => part.quantity)) + line.removedQuantity;
  const removed = (total: number) =>
    line.quantity === 0 ? 0 : Math.round((total * line.removedQuantity) / line.quantity);
  return {
    grossMinor: line.priceMinor * units,
    netMinor: sum(refunded.map((part) => part.subtotalMinor)) + removed(lineNetMinor(line)),
    taxMinor: sum(refunded.map((part) => part.taxMinor)) + removed(taxMinor(line.taxLines)),
  };
}

/** What the order cost when placed. */
export function orderGrossMinor(order: OrderDoc): number {
  return placedAmounts(order).totalMinor;
}

/** Tips among the lines. */
export function tipMinor({ lines }: OrderDoc): number {
  return sum(lines.filter(({ tip }) => tip).map(lineNetMinor));
}

/** Money that went back, by successful refund transactions. */
export function orderRefundedMinor(order: OrderDoc): number {
  return sum(order.refunds.map(refundMinor));
}

export function refundMinor(refund: RefundDoc): number {
  return sum(
    refund.transactions
      .filter((transaction) => transaction.kind === "refund" && transaction.status === "success")
      .map((transaction) => transaction.amountMinor),
  );
}

/** Money received, before refunds. */
export function orderReceivedMinor(order: OrderDoc): number {
  return sum(
    order.transactions
      .filter((transaction) => transaction.kind === "sale" && transaction.status === "success")
      .map((transaction) => transaction.amountMinor),
  );
}

export function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function shippingDiscountMinor(order: OrderDoc): number {
  return sum(order.shippingLines.map((line) => line.priceMinor - shippingNetMinor(line)));
}

/** `shippingMinor` is what shipping adds to the total: after discounts. */
function withTotal(
  order: OrderDoc,
  amounts: Omit<Amounts, "totalMinor">,
  shippingMinor = amounts.shippingMinor,
): Amounts {
  const tax = order.taxesIncluded ? 0 : amounts.taxMinor;
  return { ...amounts, totalMinor: amounts.subtotalMinor + shippingMinor + tax };
}
