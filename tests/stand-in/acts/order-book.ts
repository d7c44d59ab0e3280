import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import type { Json } from "../payloads/exact-json.ts";
import { orderPayload } from "../payloads/order-payload.ts";
import type { OrderDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";

/** Takes orders out of the store for an act, and puts them back with what Shopify tells of it. */
export function openOrderBook(store: Store, clock: Clock, webhooks: Webhooks) {
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

  return { load, commit };
}
