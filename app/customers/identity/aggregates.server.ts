import type { ShopTx } from "#app/ground/db.server.ts";
import { countedOrder, spentOnOrder } from "#app/orders/counting/counted-order.server.ts";

/**
 * Brings the sums on these customers, and the gaps between their orders, up to date with their orders.
 * An order counts (`countedOrder`) with what was spent on it: one that was returned whole is none.
 */
export async function refreshAggregates(tx: ShopTx, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE customer c SET orders_count = s.orders, spent_minor = s.spent, first_order_at = s.first, last_order_at = s.last
    FROM (
      SELECT t.id, count(o.id)::int AS orders, COALESCE(sum(${spentOnOrder}), 0)::bigint AS spent,
        min(o.processed_at) AS first, max(o.processed_at) AS last
      FROM unnest(${customerIds}::uuid[]) AS t(id)
      -- The list as well: with the join alone, all orders of a shop that PostgreSQL thinks small were read for each batch.
      LEFT JOIN "order" o ON o.shop_id = ${tx.shopId}::uuid AND o.customer_id = ANY (${customerIds}::uuid[]) AND o.customer_id = t.id
        AND ${countedOrder}
      GROUP BY t.id
    ) s
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.id = ANY (${customerIds}::uuid[]) AND c.id = s.id
      AND (c.orders_count, c.spent_minor, c.first_order_at, c.last_order_at) IS DISTINCT FROM (s.orders, s.spent, s.first, s.last)`;
  await tx.$executeRaw`
    UPDATE "order" o SET gap_days = g.days
    FROM (
      SELECT id, CASE WHEN counts THEN
        floor(extract(epoch FROM processed_at - lag(processed_at) OVER (PARTITION BY customer_id, counts ORDER BY processed_at, id)) / 86400)::int
      END AS days
      FROM (
        SELECT o.id, o.customer_id, o.processed_at, ${countedOrder} AS counts
        FROM "order" o WHERE o.shop_id = ${tx.shopId}::uuid AND o.customer_id = ANY (${customerIds}::uuid[])
      ) own
    ) g
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = g.id AND o.gap_days IS DISTINCT FROM g.days`;
}
