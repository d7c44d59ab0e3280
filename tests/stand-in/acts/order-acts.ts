import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { orderReceivedMinor } from "../order-money.ts";
import { customerPayload } from "../payloads/customer-payload.ts";
import type { Json } from "../payloads/exact-json.ts";
import { fulfillmentEventPayload, fulfillmentPayload } from "../payloads/fulfillment-payload.ts";
import { orderEditPayload, orderPayload } from "../payloads/order-payload.ts";
import { refundPayload } from "../payloads/refund-payload.ts";
import { returnPayload } from "../payloads/return-payload.ts";
import type { FulfillmentDoc, OrderDoc, ReturnDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type {
  CancelInput,
  DeliverInput,
  EditInput,
  OrderInput,
  RefundInput,
  ReturnInput,
  ShipInput,
} from "./inputs.ts";
import { makeCustomer } from "./make-documents.ts";
import { makeOrder } from "./make-order.ts";
import { chooseLines, currentQuantity, makeCancelRefund, makeRefund } from "./make-refund.ts";
import { edited, paid, shipped, withRefund } from "./order-changes.ts";

export type OrderActs = {
  create: (shop: ShopDoc, input: OrderInput) => OrderDoc;
  pay: (shop: ShopDoc, orderId: string) => OrderDoc;
  ship: (shop: ShopDoc, orderId: string, input: ShipInput) => OrderDoc;
  deliver: (shop: ShopDoc, orderId: string, input: DeliverInput) => OrderDoc;
  refund: (shop: ShopDoc, orderId: string, input: RefundInput) => OrderDoc;
  cancel: (shop: ShopDoc, orderId: string, input: CancelInput) => OrderDoc;
  edit: (shop: ShopDoc, orderId: string, input: EditInput) => OrderDoc;
  requestReturn: (shop: ShopDoc, orderId: string, input: ReturnInput) => OrderDoc;
  decideReturn: (
    shop: ShopDoc,
    orderId: string,
    returnId: string,
    decision: ReturnDecision,
  ) => OrderDoc;
};

export const RETURN_DECISIONS = ["approve", "decline", "cancel", "close"] as const;
export type ReturnDecision = (typeof RETURN_DECISIONS)[number];

/** What happens to orders. Each act changes the store, and sends the webhooks that Shopify would send. */
export function openOrderActs(store: Store, clock: Clock, webhooks: Webhooks): OrderActs {
  function load(shop: ShopDoc, orderId: string): OrderDoc {
    const order = store.orders.find(shop.id, orderId);
    if (!order) throw new HttpError(404, `There is no order ${orderId}`);
    return order;
  }

  /** Saves the order and tells of it: the act's own topics first, then orders/updated, all with one event id. */
  function commit(
    shop: ShopDoc,
    order: OrderDoc,
    topics: [topic: string, payload: () => Json][],
  ): OrderDoc {
    const saved = { ...order, updatedAt: clock.now().toISOString() };
    store.putOrder(shop.id, saved);
    const eventId = randomUUID();
    for (const [topic, payload] of topics) webhooks.emit(shop, topic, payload(), eventId);
    webhooks.emit(shop, "orders/updated", orderPayload(store, shop, saved), eventId);
    return saved;
  }

  return {
    create(shop, input) {
      const now = clock.now();
      const created =
        !input.customerId && input.customer ? makeCustomer(store.ids, input.customer, now) : null;
      if (created) store.customers.put(shop.id, created);
      const order = makeOrder(
        store,
        shop,
        { ...input, customerId: created?.id ?? input.customerId },
        now,
      );
      const placed = input.paid ? paid(store, order, order.createdAt) : order;
      const tell = () => orderPayload(store, shop, placed);
      const buyer = placed.customerId ? store.customers.find(shop.id, placed.customerId) : null;
      if (buyer && !created)
        store.customers.put(shop.id, { ...buyer, updatedAt: now.toISOString() });
      const saved = commit(shop, placed, [
        ["orders/create", tell],
        ...(input.paid ? [["orders/paid", tell] as [string, () => Json]] : []),
      ]);
      const customer = saved.customerId ? store.customers.find(shop.id, saved.customerId) : null;
      if (customer) {
        const topic = created ? "customers/create" : "customers/update";
        webhooks.emit(shop, topic, customerPayload(shop, customer), randomUUID());
      }
      return saved;
    },
    pay(shop, orderId) {
      const order = load(shop, orderId);
      if (order.financialStatus !== "pending")
        throw new HttpError(422, "The order is not waiting for payment");
      const now = clock.now().toISOString();
      const next = { ...paid(store, order, now), updatedAt: now };
      return commit(shop, next, [["orders/paid", () => orderPayload(store, shop, next)]]);
    },
    ship(shop, orderId, input) {
      const order = load(shop, orderId);
      const { next, fulfillment } = shipped(store, order, input, clock.now());
      return commit(shop, next, [
        ["fulfillments/create", () => fulfillmentPayload(shop, next, fulfillment)],
      ]);
    },
    deliver(shop, orderId, input) {
      const order = load(shop, orderId);
      const fulfillment = input.fulfillmentId
        ? order.fulfillments.find(({ id }) => id === input.fulfillmentId)
        : order.fulfillments.find(({ deliveredAt }) => deliveredAt === null);
      if (!fulfillment) throw new HttpError(422, "There is no fulfilment on its way");
      const now = clock.now().toISOString();
      const event = {
        id: store.ids.next("FulfillmentEvent"),
        status: input.status,
        happenedAt: now,
        message: null,
      };
      const moved: FulfillmentDoc = {
        ...fulfillment,
        updatedAt: now,
        shipmentStatus: input.status,
        deliveredAt: input.status === "delivered" ? now : fulfillment.deliveredAt,
        events: [...fulfillment.events, event],
      };
      const next = {
        ...order,
        fulfillments: order.fulfillments.map((one) => (one.id === moved.id ? moved : one)),
      };
      return commit(shop, next, [
        ["fulfillment_events/create", () => fulfillmentEventPayload(shop, next, moved, event)],
        ["fulfillments/update", () => fulfillmentPayload(shop, next, moved)],
      ]);
    },
    refund(shop, orderId, input) {
      const order = load(shop, orderId);
      const refund = makeRefund(store.ids, order, input, clock.now());
      const next = withRefund(order, refund);
      return commit(shop, next, [["refunds/create", () => refundPayload(shop, next, refund)]]);
    },
    cancel(shop, orderId, input) {
      const order = load(shop, orderId);
      if (order.cancelledAt) throw new HttpError(422, "The order is already cancelled");
      const now = clock.now();
      const refund = input.refund ? makeCancelRefund(store.ids, order, now) : null;
      const base = refund ? withRefund(order, refund) : order;
      const next: OrderDoc = {
        ...base,
        cancelledAt: now.toISOString(),
        closedAt: now.toISOString(),
        updatedAt: now.toISOString(),
        cancelReason: input.reason,
        financialStatus: orderReceivedMinor(order) > 0 ? base.financialStatus : "voided",
      };
      return commit(shop, next, [
        ...(refund
          ? [["refunds/create", () => refundPayload(shop, next, refund)] as [string, () => Json]]
          : []),
        ["orders/cancelled", () => orderPayload(store, shop, next)],
      ]);
    },
    edit(shop, orderId, input) {
      const order = load(shop, orderId);
      const { next, additions, removals } = edited(store, shop, order, input);
      return commit(shop, next, [
        ["orders/edited", () => orderEditPayload(shop, next, additions, removals, clock.now())],
      ]);
    },
    requestReturn(shop, orderId, input) {
      const order = load(shop, orderId);
      const returned: ReturnDoc = {
        id: store.ids.next("Return"),
        name: `#${order.number}-R${order.returns.length + 1}`,
        createdAt: clock.now().toISOString(),
        status: "requested",
        lines: input.lines.flatMap((wish) =>
          chooseLines(order, [wish], (line) =>
            Math.min(currentQuantity(order, line), line.fulfilledQuantity),
          ).map(({ line, quantity }) => ({
            id: store.ids.next("ReturnLineItem"),
            lineItemId: line.id,
            quantity,
            reason: wish.reason ?? "unwanted",
            note: wish.note ?? "",
          })),
        ),
      };
      const next = { ...order, returns: [...order.returns, returned] };
      return commit(shop, next, [["returns/request", () => returnPayload(next, returned)]]);
    },
    decideReturn(shop, orderId, returnId, decision) {
      const order = load(shop, orderId);
      const found = order.returns.find(({ id }) => id === returnId);
      if (!found) throw new HttpError(404, `Order ${orderId} has no return ${returnId}`);
      const statuses = {
        approve: "open",
        decline: "declined",
        cancel: "canceled",
        close: "closed",
      } as const;
      const decided: ReturnDoc = { ...found, status: statuses[decision] };
      const next = {
        ...order,
        returns: order.returns.map((one) => (one.id === returnId ? decided : one)),
      };
      return commit(shop, next, [[`returns/${decision}`, () => returnPayload(next, decided)]]);
    },
  };
}
