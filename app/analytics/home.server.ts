import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import type { EventType } from "#app/events/event.ts";
import { nameInEvents } from "#app/loyalty/view.server.ts";

import { countedOrder, spentOnOrder } from "../orders/counting/counted-order.server.ts";
import { isPerson } from "../customers/list/customers-matching.server.ts";
import { nameOf } from "../customers/customer-names.server.ts";

const RECENT_DAYS = 30;

export type HomeFigures = {
  customers: number;
  /** Those that count (`countedOrder`), all time. */
  orders: number;
  /** What was spent on them, minor units. */
  revenueMinor: number;
  /** Of the people who ordered, the share who ordered more than once: 0 to 1. */
  repeatRate: number;
  pointsOutstanding: number;
  last30Days: { orders: number; revenueMinor: number; newCustomers: number; pointsEarned: number };
  /** People in the stage at_risk. */
  atRisk: number;
};

/** The shop in a few numbers. Sums over customers rather than orders: their aggregates are kept as facts arrive. */
export function homeFigures(shopId: string, now: Date): Promise<HomeFigures> {
  const since = new Date(now.getTime() - RECENT_DAYS * DAY_MS);
  return inShop(shopId, async (tx) => {
    const [figures] = await tx.$queryRaw<HomeFigures[]>`
      WITH people AS (
        SELECT count(*) FILTER (WHERE ${isPerson}) AS customers,
               count(*) FILTER (WHERE ${isPerson} AND c.first_order_at >= ${since}) AS new_customers,
               count(*) FILTER (WHERE c.orders_count > 1) AS repeaters,
               count(*) FILTER (WHERE c.orders_count > 0) AS buyers,
               coalesce(sum(c.orders_count), 0) AS orders,
               coalesce(sum(c.spent_minor), 0) AS spent
        FROM customer c WHERE c.shop_id = ${shopId}::uuid
      ), at_risk AS (
        SELECT count(*) AS customers FROM customer_score s
        JOIN customer c ON c.shop_id = s.shop_id AND c.id = s.customer_id AND ${isPerson}
        WHERE s.shop_id = ${shopId}::uuid AND s.stage = 'at_risk'
      ), nameless AS (
        SELECT count(*) AS orders, coalesce(sum(${spentOnOrder}), 0) AS spent
        FROM "order" o WHERE o.shop_id = ${shopId}::uuid AND o.customer_id IS NULL AND ${countedOrder}
      ), recent AS (
        SELECT count(*) AS orders, coalesce(sum(${spentOnOrder}), 0) AS spent
        FROM "order" o WHERE o.shop_id = ${shopId}::uuid AND o.processed_at >= ${since} AND ${countedOrder}
      ), points AS (
        SELECT coalesce(sum(a.available), 0) AS available FROM ledger_account a WHERE a.shop_id = ${shopId}::uuid
      ), earned AS (
        -- Recorded before is earned before; recorded since may have been earned long ago, by imported orders.
        SELECT coalesce(-sum(e.outside_delta), 0) AS points FROM ledger_entry e
        WHERE e.shop_id = ${shopId}::uuid AND e.recorded_at >= ${since} AND e.occurred_at >= ${since} AND e.kind = 'earn'
      )
      SELECT people.customers::float8 AS customers,
             (people.orders + nameless.orders)::float8 AS orders,
             (people.spent + nameless.spent)::float8 AS "revenueMinor",
             coalesce(people.repeaters::float8 / nullif(people.buyers, 0), 0) AS "repeatRate",
             at_risk.customers::float8 AS "atRisk",
             points.available::float8 AS "pointsOutstanding",
             jsonb_build_object('orders', recent.orders, 'revenueMinor', recent.spent,
               'newCustomers', people.new_customers, 'pointsEarned', earned.points) AS "last30Days"
      FROM people, at_risk, nameless, recent, points, earned`;
    if (!figures) throw new Error("a query of aggregates answered with no row");
    return figures;
  });
}

export type Activity = {
  id: string;
  type: EventType;
  at: string;
  customerId: string | null;
  /** The email of someone without a name. */
  customerName: string | null;
  orderName: string | null;
  properties: Record<string, unknown>;
};

/** What happened in the shop lately, latest first. Not what an import told of the past, nor what a nightly run worked out. */
export function recentActivity(shopId: string, limit: number): Promise<Activity[]> {
  return inShop(shopId, async (tx) => {
    // The conditions on source and type are those of the index event_newsworthy, word for word.
    const rows = await tx.$queryRaw<(Omit<Activity, "at"> & { at: Date })[]>`
      SELECT e.id, e.type, e.occurred_at AS at, e.customer_id AS "customerId", e.properties,
             ${nameOf("c")} AS "customerName", o.name AS "orderName"
      FROM (
        SELECT * FROM event
        WHERE shop_id = ${shopId}::uuid AND source <> 'backfill'
          AND type NOT IN ('order.changed', 'segment.entered', 'segment.left', 'stage.changed')
        ORDER BY occurred_at DESC
        LIMIT ${limit}::int
      ) e
      LEFT JOIN customer c ON c.shop_id = e.shop_id AND c.id = e.customer_id
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      ORDER BY e.occurred_at DESC, e.id DESC`;
    const names = await nameInEvents(tx, rows);
    return rows.map((row) => ({
      ...row,
      at: row.at.toISOString(),
      properties: { ...row.properties, names: names.get(row.id) },
    }));
  });
}

/** How the latest import of the shop's history stands; null when there was none. */
export async function backfillProgress(shopId: string) {
  const latest = await inShop(shopId, (tx) =>
    tx.backfill.findFirst({ where: { shopId }, orderBy: { requestedAt: "desc" } }),
  );
  if (!latest) return null;

  const { state, ordersDone, ordersTotal, linesDone, lastError } = latest;
  return {
    state,
    ordersDone,
    ordersTotal,
    linesDone: Number(linesDone),
    requestedAt: latest.requestedAt.toISOString(),
    importingAt: latest.importingAt?.toISOString() ?? null,
    finishedAt: latest.finishedAt?.toISOString() ?? null,
    lastError,
  };
}
