import { HttpError } from "../http.ts";
import {
  currentAmounts,
  lineNetMinor,
  orderReceivedMinor,
  orderRefundedMinor,
} from "../order-money.ts";
import type { FinancialStatus, FulfillmentDoc, OrderDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { EditInput, ShipInput } from "./inputs.ts";
import { makeLine, taxOf } from "./make-order.ts";
import { chooseLines, currentQuantity } from "./make-refund.ts";

/** The order with its whole outstanding sum received. */
export function paid(store: Store, order: OrderDoc, at: string): OrderDoc {
  const amountMinor = currentAmounts(order).totalMinor - orderReceivedMinor(order);
  // What costs nothing is paid without a payment.
  if (amountMinor === 0) return { ...order, financialStatus: "paid" };
  return {
    ...order,
    financialStatus: "paid",
    transactions: [
      ...order.transactions,
      {
        id: store.ids.next("OrderTransaction"),
        kind: "sale",
        status: "success",
        amountMinor,
        createdAt: at,
        parentId: null,
      },
    ],
  };
}

/** The order with a refund and the status that follows from it. */
export function withRefund(order: OrderDoc, refund: OrderDoc["refunds"][number]): OrderDoc {
  const next = { ...order, refunds: [...order.refunds, refund] };
  const back = orderRefundedMinor(next);
  const status: FinancialStatus =
    back === 0
      ? order.financialStatus
      : back >= orderReceivedMinor(next)
        ? "refunded"
        : "partially_refunded";
  return { ...next, financialStatus: status };
}

/** The order with what is left, or what was chosen, in one more fulfilment. */
export function shipped(store: Store, order: OrderDoc, input: ShipInput, now: Date) {
  const open = (line: OrderDoc["lines"][number]) =>
    Math.max(0, currentQuantity(order, line) - line.fulfilledQuantity);
  const wanted =
    input.lines.length > 0
      ? input.lines
      : order.lines.map((line) => ({ lineItemId: line.id, quantity: open(line) }));
  const chosen = chooseLines(
    order,
    wanted.filter(({ quantity }) => quantity > 0),
    open,
  );
  if (chosen.length === 0) throw new HttpError(422, "Nothing is left to ship");
  const at = now.toISOString();
  const trackingNumber =
    input.trackingNumber ?? `1Z${order.number}${order.fulfillments.length + 1}`;
  const fulfillment: FulfillmentDoc = {
    id: store.ids.next("Fulfillment"),
    createdAt: at,
    updatedAt: at,
    status: "success",
    shipmentStatus: null,
    trackingCompany: input.trackingCompany ?? "UPS",
    trackingNumber,
    trackingUrl: `https://www.ups.com/track?tracknum=${trackingNumber}`,
    estimatedDeliveryAt: input.estimatedDeliveryAt ?? null,
    deliveredAt: null,
    lines: chosen.map(({ line, quantity }) => ({
      id: store.ids.next("FulfillmentLineItem"),
      lineItemId: line.id,
      quantity,
    })),
    events: [],
  };
  const units = new Map(chosen.map(({ line, quantity }) => [line.id, quantity]));
  const lines = order.lines.map((line) => ({
    ...line,
    fulfilledQuantity: line.fulfilledQuantity + (units.get(line.id) ?? 0),
  }));
  return {
    next: { ...order, lines, fulfillments: [...order.fulfillments, fulfillment] },
    fulfillment,
  };
}

/** The order with lines added and units taken out; what is now too much or too little paid is left open. */
export function edited(store: Store, shop: ShopDoc, order: OrderDoc, input: EditInput) {
  const applications = [...order.discountApplications];
  const additions = input.add.map((wish) => {
    const line = makeLine(store, shop, wish, applications);
    return {
      ...line,
      addedByEdit: true,
      taxLines: taxOf(shop, order.taxesIncluded, lineNetMinor(line), line.taxable),
    };
  });
  const removals = chooseLines(order, input.remove, (line) => currentQuantity(order, line));
  const gone = new Map(removals.map(({ line, quantity }) => [line.id, quantity]));
  const lines = order.lines.map((line) => ({
    ...line,
    removedQuantity: line.removedQuantity + (gone.get(line.id) ?? 0),
  }));
  const next: OrderDoc = {
    ...order,
    discountApplications: applications,
    lines: [...lines, ...additions],
  };
  return { next, additions, removals };
}
