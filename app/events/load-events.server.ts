import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { StoredEvent } from "./event.ts";

/** A stored event `e` as `StoredEvent`: only appendEvents writes the table, and it writes no other form. */
export const eventColumns = Prisma.sql`
  e.shop_id AS "shopId", e.id, e.type, e.customer_id AS "customerId", e.order_id AS "orderId", e.occurred_at AS "occurredAt",
  e.source, e.dedupe_key AS "dedupeKey", e.properties`;

/** These events of the shop, in the order in which they were recorded. */
export async function loadEvents(tx: ShopTx, ids: readonly string[]): Promise<StoredEvent[]> {
  return tx.$queryRaw<StoredEvent[]>`
    SELECT ${eventColumns} FROM event e
    WHERE e.shop_id = ${tx.shopId}::uuid AND e.id = ANY(${ids}::uuid[])
    ORDER BY e.id`;
}
