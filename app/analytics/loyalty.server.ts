import { inShop } from "#app/ground/db.server.ts";

import { nameOf } from "../customers/customer-names.server.ts";

export type LatestEntry = {
  id: string;
  at: string;
  customerId: string;
  /** The email of someone without a name. */
  customerName: string | null;
  kind: string;
  /** Signed. */
  points: number;
  orderName: string | null;
  /** A code with its figures. */
  reason: unknown;
};

/** The entries posted last to anyone's points, latest first. */
export async function latestEntries(shopId: string, limit: number): Promise<LatestEntry[]> {
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<(Omit<LatestEntry, "at"> & { at: Date })[]>`
      SELECT e.id, e.occurred_at AS at, e.customer_id AS "customerId", e.kind, (-e.outside_delta)::float8 AS points, e.reason,
             ${nameOf("c")} AS "customerName", o.name AS "orderName"
      FROM (
        SELECT * FROM ledger_entry WHERE shop_id = ${shopId}::uuid AND kind <> 'reallocate' ORDER BY recorded_at DESC, id DESC LIMIT ${limit}::int
      ) e
      LEFT JOIN customer c ON c.shop_id = e.shop_id AND c.id = e.customer_id
      LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
      ORDER BY e.recorded_at DESC, e.id DESC`,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

export type LoyaltyTotals = { available: number; pending: number; debt: number; members: number };

/** What all customers together have; `members` are those who have, await or owe points. */
export async function loyaltyTotals(shopId: string): Promise<LoyaltyTotals> {
  const [totals] = await inShop(
    shopId,
    (tx) => tx.$queryRaw<LoyaltyTotals[]>`
      SELECT coalesce(sum(available), 0)::float8 AS available, coalesce(sum(pending), 0)::float8 AS pending,
             coalesce(sum(debt), 0)::float8 AS debt,
             (count(*) FILTER (WHERE available > 0 OR pending > 0 OR held > 0 OR debt > 0))::float8 AS members
      FROM ledger_account WHERE shop_id = ${shopId}::uuid`,
  );
  if (!totals) throw new Error("a query of aggregates answered with no row");
  return totals;
}
