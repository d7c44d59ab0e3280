import { afterAll, beforeAll, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { compareDays } from "#app/ingest/reconciliation/compare-days.server.ts";
import { settle } from "#tests/replay/settle.ts";
import { OrderInput } from "#tests/stand-in/acts/inputs.ts";
import { deliver } from "#tests/support/deliver.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

const DAY_MS = 86_400_000;

test("an order that vanished and one that was never heard of are found by the number of their day", async () => {
  const { shop, atShopify } = await connected.open();
  const { acts, store, webhooks } = connected.standIn.context;
  const order = (daysAgo: number) =>
    acts.orders.create(
      atShopify,
      OrderInput.parse({
        customer: { email: `ann-${daysAgo}@example.com` },
        lines: [{ title: "Tea", price: "40.00", quantity: 1 }],
        createdAt: new Date(now().getTime() - daysAgo * DAY_MS).toISOString(),
      }),
    );
  const vanishing = order(3);
  order(5);
  await connected.settle(atShopify);
  await settle();
  // From here on nothing is told.
  webhooks.setSwitches(atShopify.id, { ...webhooks.switches(atShopify.id), dropRate: 1 });
  order(9);
  store.orders.remove(atShopify.id, vanishing.id);

  await compareDays(shop.id, now());
  await settle();

  const customers = await inShop(
    shop.id,
    (tx) =>
      tx.$queryRaw`
      SELECT c.email, c.orders_count AS orders, COALESCE(a.available, 0)::int AS points
      FROM customer c LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
      WHERE c.shop_id = ${shop.id}::uuid ORDER BY c.email`,
  );
  expect(customers).toEqual([
    { email: "ann-3@example.com", orders: 0, points: 0 },
    { email: "ann-5@example.com", orders: 1, points: 40 },
    { email: "ann-9@example.com", orders: 1, points: 40 },
  ]);
});

test("an order that was only said to be deleted is there again once Shopify, asked because something was sent of it, has it", async () => {
  const { shop, atShopify } = await connected.open();
  const { acts } = connected.standIn.context;
  const made = acts.orders.create(
    atShopify,
    OrderInput.parse({
      customer: { email: "ann@example.com" },
      lines: [{ title: "Tea", price: "40.00", quantity: 1 }],
      createdAt: new Date(now().getTime() - DAY_MS).toISOString(),
    }),
  );
  await connected.settle(atShopify);
  await settle();
  const has = () =>
    inShop(shop.id, async (tx) => {
      const { available } = await tx.ledgerAccount.findFirstOrThrow();
      const { deletedAt } = await tx.order.findFirstOrThrow();
      return { available, isDeleted: deletedAt !== null };
    });
  await deliver(shop.domain, [{ topic: "orders/delete", payload: { id: BigInt(made.id) } }]);
  await processDeliveries(shop.domain);
  await settle();
  expect(await has()).toEqual({ available: 0n, isDeleted: true });

  // All of that was an hour ago.
  const anHourAgo = new Date(now().getTime() - 3_600_000);
  const times = { sourceUpdatedAt: anHourAgo, deletedAt: anHourAgo };
  await inShop(shop.id, (tx) => tx.order.updateMany({ data: times }));
  acts.orders.tag(atShopify, made.id, ["a gift"]);
  await connected.settle(atShopify);
  await settle();
  expect(await has()).toEqual({ available: 40n, isDeleted: false });
});
