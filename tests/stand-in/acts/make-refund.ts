import { HttpError } from "../http.ts";
import { decimal, minorOf } from "../money.ts";
import {
  lineNetMinor,
  orderReceivedMinor,
  orderRefundedMinor,
  shippingNetMinor,
  sum,
  taxMinor,
} from "../order-money.ts";
import { refundTransactions } from "../payments/give-back.ts";
import type {
  LineItem,
  OrderAdjustment,
  OrderDoc,
  RefundDoc,
  RefundLine,
} from "../store/documents.ts";
import type { Ids } from "../store/ids.ts";
import type { LineChoice, RefundInput } from "./inputs.ts";

/** Units of a line that went back so far. */
export function refundedQuantity(order: OrderDoc, lineItemId: string): number {
  return sum(
    order.refunds.flatMap((refund) =>
      refund.lines.filter((line) => line.lineItemId === lineItemId).map((line) => line.quantity),
    ),
  );
}

/** Units that are neither refunded nor removed by an edit. */
export function currentQuantity(order: OrderDoc, line: LineItem): number {
  return line.quantity - line.removedQuantity - refundedQuantity(order, line.id);
}

/**
 * The refund that the input asks for. Lines give back their share of what was paid for them; an amount that differs
 * from lines and shipping is recorded as an adjustment. Throws HttpError 422 when more would go back than came in.
 */
export function makeRefund(ids: Ids, order: OrderDoc, input: RefundInput, now: Date): RefundDoc {
  const at = input.createdAt ? new Date(input.createdAt).toISOString() : now.toISOString();
  const shipped = order.lines.some((line) => line.fulfilledQuantity > 0);
  const restockType = input.restock ? (shipped ? "return" : "cancel") : "no_restock";
  const lines = chooseLines(order, input.lines, (line) => currentQuantity(order, line)).map(
    ({ line, quantity }): RefundLine => ({
      id: ids.next("RefundLineItem"),
      lineItemId: line.id,
      quantity,
      ...shareOfLine(order, line, quantity),
      restockType,
    }),
  );
  const shippingMinor = shippingBack(order, input.shipping);
  const shippingTaxMinor = order.taxesIncluded ? 0 : shippingTaxBack(order, shippingMinor);
  const linesMinor = sum(
    lines.map((line) => line.subtotalMinor + (order.taxesIncluded ? 0 : line.taxMinor)),
  );
  const natural = linesMinor + shippingMinor + shippingTaxMinor;
  const amountMinor = input.amount === undefined ? natural : minorOf(input.amount, order.currency);
  const leftMinor = orderReceivedMinor(order) - orderRefundedMinor(order);
  if (amountMinor > leftMinor)
    throw new HttpError(422, `Only ${leftMinor} minor units can still be refunded`);

  const adjustments: OrderAdjustment[] = [];
  if (shippingMinor > 0) {
    adjustments.push({
      id: ids.next("OrderAdjustment"),
      kind: "shipping_refund",
      reason: "Shipping refund",
      amountMinor: -shippingMinor,
      taxMinor: -shippingTaxMinor,
    });
  }
  if (amountMinor !== natural) {
    adjustments.push({
      id: ids.next("OrderAdjustment"),
      kind: "refund_discrepancy",
      reason: "Refund discrepancy",
      amountMinor: natural - amountMinor,
      taxMinor: 0,
    });
  }
  return {
    id: ids.next("Refund"),
    createdAt: at,
    note: input.note ?? null,
    lines,
    adjustments,
    shippingMinor,
    transactions: refundTransactions(ids, order, {
      amountMinor,
      at,
      asStoreCredit: input.asStoreCredit ?? false,
    }),
    returnId: null,
  };
}

/** The refund of all that a cancelled order has left, for what was received; null when nothing was. */
export function makeCancelRefund(ids: Ids, order: OrderDoc, now: Date): RefundDoc | null {
  const leftMinor = orderReceivedMinor(order) - orderRefundedMinor(order);
  if (leftMinor <= 0) return null;
  const lines = order.lines
    .map((line) => ({ lineItemId: line.id, quantity: currentQuantity(order, line) }))
    .filter(({ quantity }) => quantity > 0);
  const amount = decimal(leftMinor, order.currency);
  const refund = makeRefund(ids, order, { lines, shipping: true, restock: true, amount }, now);
  // Lines that an edit added and nobody paid go without money: that is no discrepancy.
  const adjustments = refund.adjustments.filter(({ kind }) => kind === "shipping_refund");
  return { ...refund, adjustments };
}

/**
 * Which lines a choice by id or sku means. A sku may stand twice in an order: its lines are taken in their order.
 * Throws HttpError 422 when fewer units are there than asked for.
 */
export function chooseLines(
  order: OrderDoc,
  choices: LineChoice[],
  available: (line: LineItem) => number,
): { line: LineItem; quantity: number }[] {
  const taken = new Map<string, number>();
  for (const choice of choices) {
    let wanted = choice.quantity;
    for (const line of order.lines) {
      const chosen = choice.lineItemId ? line.id === choice.lineItemId : line.sku === choice.sku;
      if (!chosen || wanted === 0) continue;
      const units = Math.min(wanted, available(line) - (taken.get(line.id) ?? 0));
      if (units <= 0) continue;
      taken.set(line.id, (taken.get(line.id) ?? 0) + units);
      wanted -= units;
    }
    if (wanted > 0) {
      throw new HttpError(
        422,
        `Order ${order.id} has ${wanted} too few of ${choice.lineItemId ?? choice.sku ?? "nothing"}`,
      );
    }
  }
  return order.lines.flatMap((line) => {
    const quantity = taken.get(line.id);
    return quantity ? [{ line, quantity }] : [];
  });
}

/** Cumulative, so that refunding a line bit by bit gives back exactly what was paid for it. */
function shareOfLine(order: OrderDoc, line: LineItem, quantity: number) {
  const before = refundedQuantity(order, line.id);
  const part = (total: number, units: number) => Math.floor((total * units) / line.quantity);
  const between = (total: number) => part(total, before + quantity) - part(total, before);
  return { subtotalMinor: between(lineNetMinor(line)), taxMinor: between(taxMinor(line.taxLines)) };
}

function shippingBack(order: OrderDoc, wish: RefundInput["shipping"]): number {
  if (wish === undefined || wish === false) return 0;
  const left =
    sum(order.shippingLines.map(shippingNetMinor)) -
    sum(order.refunds.map((refund) => refund.shippingMinor));
  const wanted = wish === true ? left : minorOf(wish, order.currency);
  if (wanted > left)
    throw new HttpError(422, `Only ${left} minor units of shipping can still be refunded`);
  return wanted;
}

function shippingTaxBack(order: OrderDoc, shippingMinor: number): number {
  const price = sum(order.shippingLines.map(shippingNetMinor));
  const tax = sum(order.shippingLines.map((line) => taxMinor(line.taxLines)));
  return price === 0 ? 0 : Math.round((tax * shippingMinor) / price);
}
