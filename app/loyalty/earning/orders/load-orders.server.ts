import type { ShopTx } from "#app/ground/db.server.ts";
import {
  type KnownOrder,
  loadOrderFacts,
} from "#app/loyalty/order-points/load-order-facts.server.ts";
import type { OrderAward, OwnedOrder } from "#app/loyalty/order-points/owned-order.ts";
import { statesOfPaidOrders } from "#app/loyalty/order-points/order.ts";

import { loadTiersAsOf } from "./load-tiers-as-of.server.ts";

/** An order that counts or once did, as it is now and with its customer's tier when it was made, and what it was given so far. */
export type FoundOrder = {
  order: OwnedOrder & KnownOrder["order"];
  award: OrderAward | null;
};

/** The customers whose accounts these orders may touch: theirs now, and those whom they earned for so far. */
export async function findOwners(tx: ShopTx, orderIds: readonly bigint[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ ids: (string | null)[] }[]>`
    SELECT ARRAY[o.customer_id, a.customer_id] AS ids
    FROM "order" o
    LEFT JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = ANY(${orderIds.map(String)}::bigint[])
      AND (a.order_id IS NOT NULL OR (o.customer_id IS NOT NULL AND o.financial_state = ANY(${statesOfPaidOrders}::text[])))`;
  const ids = rows.flatMap((row) => row.ids).filter((id) => id !== null);
  return [...new Set(ids)];
}

/** The orders among these that count or once did and that belong to somebody. */
export async function loadOrders(tx: ShopTx, orderIds: readonly bigint[]): Promise<FoundOrder[]> {
  const known = await loadOrderFacts(tx, orderIds);
  const { tiers, version } = await loadTiersAsOf(
    tx,
    known.map(({ order }) => order),
  );
  return known.map(({ order, award }, index) => ({
    order: { ...order, tier: tiers[index] ?? null, tiersVersion: version },
    award,
  }));
}
