import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import type { EventSource, StoredEvent } from "#app/events/event.ts";

import { allFacts } from "./facts.ts";
import { fetchOrders } from "./from-graphql/fetch-orders.server.ts";
import { writeFacts } from "./writing/write-facts.server.ts";

/** Brings these orders (gids) up to what Shopify has now. Returns how many were behind. */
export async function refreshOrders(
  shopId: string,
  ids: readonly string[],
  source: EventSource,
): Promise<number> {
  const { domain } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const fetched = await fetchOrders(domain, ids);
  const { ordersWritten } = await inShop(shopId, (tx) =>
    writeFacts(tx, shopId, allFacts(fetched), source, now()),
  );
  return ordersWritten;
}

/**
 * Fetches the orders that these events are about. An edit's webhook says only that there was one, and two versions of one second not
 * which of them is the later.
 */
export async function refreshToldOrders(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const ids = new Set(events.map(({ orderId }) => orderId).filter((id) => id !== null));
  await refreshOrders(
    shopId,
    [...ids].map((id) => `gid://shopify/Order/${id}`),
    "reconciliation",
  );
}
