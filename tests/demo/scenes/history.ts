import { ask, row, type Stage } from "../stage.ts";

type Totals = {
  orders: number;
  customers: number;
  refunds: number;
  gross_minor: string;
  refunded_minor: string;
};

/** Everything that the shop had before the install is there, to the penny. */
export async function history(stage: Stage): Promise<void> {
  const { report } = stage;
  report.scene("The shop's history was imported");
  const { orders, customersWithOrders, refunds, grossMinor, refundedMinor } = await ask<{
    orders: number;
    customersWithOrders: number;
    refunds: number;
    grossMinor: number;
    refundedMinor: number;
  }>(stage, "summary");
  const imported = await row<Totals>(
    stage,
    `SELECT (SELECT count(*)::int FROM "order") AS orders,
            (SELECT count(DISTINCT c.shopify_id)::int FROM "order" o JOIN customer c ON c.shop_id = o.shop_id AND c.id = o.customer_id) AS customers,
            (SELECT count(*)::int FROM refund) AS refunds,
            (SELECT sum(total_minor)::text FROM "order") AS gross_minor,
            (SELECT coalesce(sum(amount_minor), 0)::text FROM refund) AS refunded_minor`,
  );
  report.check("orders", imported?.orders, orders);
  report.check("customers who ordered", imported?.customers, customersWithOrders);
  report.check("refunds", imported?.refunds, refunds);
  report.check("money taken, minor units", Number(imported?.gross_minor), grossMinor);
  report.check("money given back, minor units", Number(imported?.refunded_minor), refundedMinor);

  const shop = await row<{ currency: string }>(
    stage,
    `SELECT currency FROM shop WHERE domain = $1`,
    [stage.running.shop.domain],
  );
  const money = new Intl.NumberFormat("en", {
    style: "currency",
    currency: shop?.currency ?? "XXX",
  });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 0;
  report.figure("money taken", money.format(grossMinor / 10 ** digits));
  report.figure("money given back", money.format(refundedMinor / 10 ** digits));

  const wrong = await row<{ accounts: number }>(stage, UNBALANCED);
  report.check("points accounts that differ from the sum of their entries", wrong?.accounts, 0);
  const scored = await row<{ unscored: number }>(
    stage,
    `SELECT count(*)::int AS unscored FROM customer c
     WHERE orders_count > 0 AND merged_into_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM customer_score s WHERE s.shop_id = c.shop_id AND s.customer_id = c.id)`,
  );
  report.check("customers with orders but without a score", scored?.unscored, 0);
}

/** Accounts whose stored balances are not the replay of their entries. */
export const UNBALANCED = `
  SELECT count(*)::int AS accounts
  FROM ledger_account a
  LEFT JOIN (
    SELECT shop_id, customer_id, sum(available_delta) AS available, sum(pending_delta) AS pending, sum(held_delta) AS held, sum(debt_delta) AS debt
    FROM ledger_entry GROUP BY shop_id, customer_id
  ) e USING (shop_id, customer_id)
  WHERE (a.available, a.pending, a.held, a.debt)
     IS DISTINCT FROM (coalesce(e.available, 0), coalesce(e.pending, 0), coalesce(e.held, 0), coalesce(e.debt, 0))`;
