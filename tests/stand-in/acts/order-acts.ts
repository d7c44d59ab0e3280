import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { orderReceivedMinor } from "../order-money.ts";
import { giveBack } from "../payments/give-back.ts";
import { payFromBalances } from "../payments/take-payment.ts";
import { customerPayload } from "../payloads/customer-payload.ts";
import type { Json } from "../payloads/exact-json.ts";
import { fulfillmentEventPayload, fulfillmentPayload } from "../payloads/fulfillment-payload.ts";
import { orderEditPayload, orderPayload } from "../payloads/order-payload.ts";
import { refundPayload } from "../payloads/refund-payload.ts";
import type { FulfillmentDoc, OrderDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type {
  CancelInput,
  DeliverInput,
  EditInput,
  OrderInput,
  RefundInput,
  ShipInput,
} from "./inputs.ts";
import { makeCustomer } from "./make-documents.ts";
import { makeOrder } from "./make-order.ts";
import { makeCancelRefund, makeRefund } from "./make-refund.ts";
import { openOrderBook } from "./order-book.ts";
import { edited, paid, shipped, withRefund } from "./order-changes.ts";

export type OrderActs = {
  create: (shop: ShopDoc, input: OrderInput) => OrderDoc;
  pay: (shop: ShopDoc, orderId: string) => OrderDoc;
  ship: (shop: ShopDoc, orderId: string, input: ShipInput) => OrderDoc;
  deliver: (shop: ShopDoc, orderId: string, input: DeliverInput) => OrderDoc;
  refund: (shop: ShopDoc, orderId: string, input: RefundInput) => OrderDoc;
  cancel: (shop: ShopDoc, orderId: string, input: CancelInput) => OrderDoc;
  edit: (shop: ShopDoc, orderId: string, input: EditInput) => OrderDoc;
  /** Takes the customer off it, as a merchant can who chose the wrong one. */
  disown: (shop: ShopDoc, orderId: string) => OrderDoc;
  remove: (shop: ShopDoc, orderId: string) => void;
  tag: (shop: ShopDoc, orderId: string, tags: string[]) => OrderDoc;
};

/** What happens to orders. Each act changes the store, and sends the webhooks that Shopify would send. */
export function openOrderActs(store: Store, clock: Clock, webhooks: Webhooks): OrderActs {
  const { load, commit } = openOrderBook(store, clock, webhooks);

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
      const placed = input.paid
        ? paid(store, payFromBalances({ store, clock }, shop, order, input), order.createdAt)
        : order;
      noteUses(store, shop, placed);
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
      giveBack({ store, clock }, shop, order, refund);
      return commit(shop, next, [["refunds/create", () => refundPayload(shop, next, refund)]]);
    },
    cancel(shop, orderId, input) {
      const order = load(shop, orderId);
      if (order.cancelledAt) throw new HttpError(422, "The order is already cancelled");
      const now = clock.now();
      const refund = input.refund ? makeCancelRefund(store.ids, order, now) : null;
      const base = refund ? withRefund(order, refund) : order;
      if (refund) giveBack({ store, clock }, shop, order, refund);
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
    disown: (shop, orderId) =>
      commit(shop, { ...load(shop, orderId), customerId: null, email: null, phone: null }, []),
    remove(shop, orderId) {
      const order = load(shop, orderId);
      store.orders.remove(shop.id, order.id);
      webhooks.emit(shop, "orders/delete", { id: BigInt(order.id) }, randomUUID());
    },
    tag: (shop, orderId, tags) => commit(shop, { ...load(shop, orderId), tags }, []),
  };
}

/** Each discount that the order took counts as used once, whatever becomes of the order. */
function noteUses(store: Store, shop: ShopDoc, order: OrderDoc): void {
  const buyer = order.email?.trim().toLowerCase() ?? null;
  for (const { discountId, codeId = null } of order.discountApplications) {
    if (discountId === undefined) continue;
    store.discounts.addUse(shop.id, { discountId, codeId, orderId: order.id, buyer });
  }
}
