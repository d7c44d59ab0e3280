import { eventSubjects } from "#app/events/event-subjects.ts";
import type { StoredEvent } from "#app/events/event.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { findSurvivors } from "./find-survivors.server.ts";

/** Whom each of these events is about, as the records that they are now: its customer, its order's, and whoever was split off. By event. */
export async function resolveEventCustomers(
  tx: ShopTx,
  shopId: string,
  events: readonly StoredEvent[],
): Promise<Map<string, string[]>> {
  const orderIds = events.flatMap(({ orderId }) => (orderId === null ? [] : [orderId]));
  const orders = await tx.$queryRaw<{ id: bigint; customerId: string | null }[]>`
    SELECT id, customer_id AS "customerId" FROM "order"
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${orderIds}::bigint[])`;
  const owners = new Map(orders.map(({ id, customerId }) => [id, customerId]));
  const named = events.map((event) => {
    const owner = event.orderId === null ? null : owners.get(event.orderId);
    return { id: event.id, ids: [...eventSubjects(event), ...(owner ? [owner] : [])] };
  });
  const all = [...new Set(named.flatMap(({ ids }) => ids))];
  const survivors = await findSurvivors(tx, shopId, all);
  return new Map(
    named.map(({ id, ids }) => [id, [...new Set(ids.flatMap((one) => survivors.get(one) ?? []))]]),
  );
}
