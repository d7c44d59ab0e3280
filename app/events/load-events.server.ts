import type { ShopTx } from "#app/ground/db.server.ts";

import type { StoredEvent } from "./event.ts";

/** These events of the shop, in the order in which they were recorded. */
export async function loadEvents(
  tx: ShopTx,
  shopId: string,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  // Only appendEvents writes the table, and it writes no other form.
  return tx.$queryRaw<StoredEvent[]>`
    SELECT shop_id AS "shopId", id, type, customer_id AS "customerId", order_id AS "orderId", occurred_at AS "occurredAt", source,
      dedupe_key AS "dedupeKey", properties
    FROM event
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${ids}::uuid[])
    ORDER BY id`;
}
