import type { DatabaseSync } from "node:sqlite";

export type CustomerTotals = { orders: number; spentMinor: number; lastOrderId: string | null };

/** Orders that are neither cancelled nor tests; spent is what was paid less what went back, in minor units. */
export function customerTotals(
  db: DatabaseSync,
  shopId: string,
  customerId: string,
): CustomerTotals {
  const row = db
    .prepare(
      `SELECT count(*) AS orders, coalesce(sum(CASE WHEN cancelled = 0 AND financial_status <> 'pending'
         THEN total_minor - refunded_minor ELSE 0 END), 0) AS spent
       FROM orders WHERE shop_id = ? AND customer_id = ?`,
    )
    .get(shopId, BigInt(customerId)) as { orders: number; spent: number };
  const last = db.prepare(
    "SELECT id FROM orders WHERE shop_id = ? AND customer_id = ? ORDER BY processed_at DESC LIMIT 1",
  );
  last.setReadBigInts(true);
  const lastRow = last.get(shopId, BigInt(customerId));
  return {
    orders: row.orders,
    spentMinor: row.spent,
    lastOrderId: lastRow ? String(lastRow["id"]) : null,
  };
}

export type OrdersTotals = {
  orders: number;
  /** Orders without a customer. */
  guestOrders: number;
  customers: number;
  customersWithOrders: number;
  refunds: number;
  /** Minor units, as ordered, before refunds. */
  grossMinor: number;
  refundedMinor: number;
};

/** What a shop holds, to compare an import with. */
export function ordersTotals(db: DatabaseSync, shopId: string): OrdersTotals {
  const orders = db
    .prepare(
      `SELECT count(*) AS orders, coalesce(sum(customer_id IS NULL), 0) AS guestOrders,
         count(DISTINCT customer_id) AS customersWithOrders,
         coalesce(sum(total_minor), 0) AS grossMinor, coalesce(sum(refunded_minor), 0) AS refundedMinor
       FROM orders WHERE shop_id = ?`,
    )
    .get(shopId) as Omit<OrdersTotals, "customers" | "refunds">;
  const customers = db.prepare("SELECT count(*) AS n FROM customers WHERE shop_id = ?").get(shopId);
  const refunds = db
    .prepare("SELECT count(*) AS n FROM part_of_order WHERE shop_id = ? AND kind = 'Refund'")
    .get(shopId);
  return { ...orders, customers: Number(customers?.["n"]), refunds: Number(refunds?.["n"]) };
}
