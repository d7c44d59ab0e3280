import { until } from "#tests/support/wait.ts";

import { act, row, type Stage } from "../stage.ts";
import { currentCustomer, metafieldBalance } from "./come-back-as-member.ts";
import { available, untilAvailable } from "./guest-buys.ts";
import { UNBALANCED } from "./history.ts";

const PRICE = "40.00";
const POINTS = 40;

/** Shopify delivers everything twice and in the wrong order; nothing is counted twice and nothing is lost. */
export async function webhooksMisbehave(stage: Stage): Promise<void> {
  const { report } = stage;
  report.scene("Webhooks arrive twice and out of order");
  const customer = await currentCustomer(stage);
  const before = (await available(stage, customer.id)) ?? 0;
  const known = await row<{ sku: string }>(
    stage,
    `SELECT sku FROM order_line WHERE NOT gift_card AND sku IS NOT NULL LIMIT 1`,
  );

  await act(stage, "webhooks", { duplicate: true, reorder: true });
  const { order } = await act<{ order: { id: string } }>(stage, "orders", {
    customerId: customer.shopify_id,
    lines: [{ sku: known?.sku, quantity: 2, price: PRICE }],
    paid: true,
  });
  await act(stage, `orders/${order.id}/refund`, { lines: [{ sku: known?.sku, quantity: 1 }] });
  await act(stage, "webhooks", { duplicate: false, reorder: false });

  await untilAvailable(stage, customer.id, before + POINTS);
  report.check(
    "points for 2 × 40 of which one was refunded",
    (await available(stage, customer.id)) ?? 0,
    before + POINTS,
  );
  const counted = () =>
    row<{ orders: number; paid: number; refunds: number; refunded: string }>(
      stage,
      `SELECT (SELECT count(*)::int FROM "order" WHERE id = $1) AS orders,
              (SELECT count(*)::int FROM event WHERE order_id = $1 AND type = 'order.paid') AS paid,
              (SELECT count(*)::int FROM refund WHERE order_id = $1) AS refunds,
              (SELECT refunded_minor::text FROM "order" WHERE id = $1) AS refunded`,
      [order.id],
    );
  const expected = { orders: 1, paid: 1, refunds: 1, refunded: "4000" };
  await until(
    "the refund is known",
    async () => JSON.stringify(await counted()) === JSON.stringify(expected),
  ).catch(() => undefined);
  report.check("what is counted", await counted(), expected);

  const duplicates = await row<{ deliveries: number; different: number }>(
    stage,
    `SELECT count(*)::int AS deliveries, count(DISTINCT webhook_id)::int AS different FROM delivery`,
  );
  report.check(
    "deliveries kept more than once",
    (duplicates?.deliveries ?? 0) - (duplicates?.different ?? 0),
    0,
  );
  await until(
    "Shopify holds the balance",
    async () => (await metafieldBalance(stage, customer.shopify_id)) === before + POINTS,
  ).catch(() => undefined);
  report.check(
    "balance that Shopify holds",
    await metafieldBalance(stage, customer.shopify_id),
    before + POINTS,
  );
  report.check(
    "points accounts that differ from the sum of their entries",
    (await row<{ accounts: number }>(stage, UNBALANCED))?.accounts,
    0,
  );
}
