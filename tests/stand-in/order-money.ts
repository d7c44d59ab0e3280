import type { LineItem, OrderDoc, RefundDoc, TaxLine } from "./store/documents.ts";

/** All amounts are minor units of the shop's currency. */

export function lineDiscountMinor(line: LineItem): number {
  return sum(line.discounts.map((discount) => discount.amountMinor));
}

/** What the line costs as ordered, after discounts. */
export function lineNetMinor(line: LineItem): number {
  return line.priceMinor * line.quantity - lineDiscountMinor(line);
}

export function taxMinor(taxLines: TaxLine[]): number {
  return sum(taxLines.map((tax) => tax.priceMinor));
}

export type Amounts = {
  /** Lines before discounts. */
  lineItemsMinor: number;
  discountsMinor: number;
  /** Lines after discounts. */
  subtotalMinor: number;
  shippingMinor: number;
  taxMinor: number;
  totalMinor: number;
};

/** The order as it was placed: refunds change nothing here. */
export function placedAmounts(order: OrderDoc): Amounts {
  const lineItemsMinor = sum(order.lines.map((line) => line.priceMinor * line.quantity));
  const discountsMinor = sum(order.lines.map(lineDiscountMinor));
  const shippingMinor = sum(order.shippingLines.map((line) => line.priceMinor));
  const tax = sum([...order.lines, ...order.shippingLines].map((line) => taxMinor(line.taxLines)));
  return withTotal(order, {
    lineItemsMinor,
    discountsMinor,
    subtotalMinor: lineItemsMinor - discountsMinor,
    shippingMinor,
    taxMinor: tax,
  });
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
  const current = withTotal(order, {
    lineItemsMinor: placed.lineItemsMinor - goneOf((part) => part.grossMinor),
    discountsMinor: placed.discountsMinor - goneOf((part) => part.grossMinor - part.netMinor),
    subtotalMinor: placed.subtotalMinor - goneOf((part) => part.netMinor),
    shippingMinor: placed.shippingMinor - sum(order.refunds.map((refund) => refund.shippingMinor)),
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

function withTotal(order: OrderDoc, amounts: Omit<Amounts, "totalMinor">): Amounts {
  const tax = order.taxesIncluded ? 0 : amounts.taxMinor;
  return { ...amounts, totalMinor: amounts.subtotalMinor + amounts.shippingMinor + tax };
}
