import { paidInFull } from "#app/customers/paid-in-full.server.ts";
import type { ShopTx } from "#app/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { countedFacts, type CountedOrder, type OtherPoints } from "./counted-facts.ts";
import type { TierFacts } from "./standing.ts";
import type { TierTerms } from "./tier.ts";

/**
 * `WITH RECURSIVE person (customer_id, id)`: these customers and all records that they once were, for what a merge leaves where it
 * was.
 */
export function personsOf(shopId: string, customerIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE person AS (
      SELECT id AS customer_id, id FROM unnest(${customerIds}::uuid[]) AS t(id)
      UNION ALL
      SELECT person.customer_id, earlier.id
      FROM person
      -- One look-up for each. Left to itself, the planner reads the whole table.
      CROSS JOIN LATERAL (
        SELECT c.id FROM customer c WHERE c.shop_id = ${shopId}::uuid AND c.merged_into_id = person.id OFFSET 0
      ) earlier
    )`;
}

type OfCustomer<Row> = Row & { customerId: string };

/** What these customers' tiers are decided by: their orders, and the points of all records that they once were. By customer. */
export async function loadFacts(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
  onRefund: TierTerms["onRefund"],
): Promise<Map<string, TierFacts>> {
  const orders = Map.groupBy(
    await loadOrders(tx, shopId, customerIds, onRefund),
    ({ customerId }) => customerId,
  );
  const others = Map.groupBy(
    await loadOtherPoints(tx, shopId, customerIds),
    ({ customerId }) => customerId,
  );
  return new Map(
    customerIds.map((id) => [
      id,
      countedFacts(orders.get(id) ?? [], others.get(id) ?? [], onRefund),
    ]),
  );
}

/** Points follow the order to whom it belongs: an award that is still somebody else's is moved soon, and looked at again then. */
function loadOrders(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
  onRefund: TierTerms["onRefund"],
): Promise<OfCustomer<CountedOrder>[]> {
  const gross = Prisma.sql`COALESCE((SELECT sum(e.qualifying_delta) FROM ledger_entry e
    WHERE e.shop_id = o.shop_id AND e.order_id = o.id AND e.qualifying_delta > 0), 0)::bigint`;
  return tx.$queryRaw`
    SELECT o.customer_id::text AS "customerId", o.processed_at AS "processedAt", o.total_minor AS "totalMinor",
      o.refunded_minor AS "refundedMinor",
      o.financial_state = 'refunded' OR (o.total_minor > 0 AND o.refunded_minor >= o.total_minor) AS "isReturned",
      CASE WHEN o.refunded_minor > 0 OR o.financial_state = 'refunded' THEN
        (SELECT max(r.created_at) FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) END AS "refundedAt",
      COALESCE(a.posted, 0) AS points, ${onRefund === "keep" ? gross : Prisma.sql`0::bigint`} AS "grossPoints"
    FROM "order" o
    LEFT JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ANY(${customerIds}::uuid[])
      AND ${paidInFull} AND NOT o.test AND o.cancelled_at IS NULL`;
}

function loadOtherPoints(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<OfCustomer<OtherPoints>[]> {
  return tx.$queryRaw`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", e.occurred_at AS at, e.qualifying_delta AS points
    FROM person
    JOIN ledger_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    WHERE e.order_id IS NULL AND e.qualifying_delta <> 0 AND e.kind NOT IN ('move_in', 'move_out')
    ORDER BY e.occurred_at, e.id`;
}
