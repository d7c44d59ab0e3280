import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { eventSubjects } from "#app/events/event-subjects.ts";
import type { StoredEvent } from "#app/events/event.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * Whose standing each of these events touches, as the records that they are now: its customer, its
 * order's and whoever else has entries for that order (one that changed hands is taken back from
 * whom it was), and whoever was split off. By event.
 */
export async function membersOfEvents(
  tx: ShopTx,
  events: readonly StoredEvent[],
): Promise<Map<string, string[]>> {
  const { shopId } = tx;
  const orderIds = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))].map(String);
  const rows = await tx.$queryRaw<{ orderId: bigint; customerId: string }[]>`
    SELECT id AS "orderId", customer_id::text AS "customerId" FROM "order"
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${orderIds}::bigint[]) AND customer_id IS NOT NULL
    UNION
    SELECT order_id, customer_id::text FROM ledger_entry
    WHERE shop_id = ${shopId}::uuid AND order_id = ANY(${orderIds}::bigint[])`;
  const ofOrder = Map.groupBy(rows, ({ orderId }) => orderId);
  const named = events.map((event) => {
    const owners = event.orderId === null ? [] : (ofOrder.get(event.orderId) ?? []);
    return {
      id: event.id,
      ids: [...eventSubjects(event), ...owners.map(({ customerId }) => customerId)],
    };
  });
  const survivors = await findSurvivors(tx, [...new Set(named.flatMap(({ ids }) => ids))]);
  return new Map(
    named.map(({ id, ids }) => [id, [...new Set(ids.flatMap((one) => survivors.get(one) ?? []))]]),
  );
}
