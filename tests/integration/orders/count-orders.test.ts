import { expect, test } from "vitest";

import { loadSettling } from "#app/analytics/settling.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { countOrders } from "#app/orders/writing/count-orders.server.ts";
import { deliver } from "#tests/support/deliver.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { compareAfterCounting } from "#app/loyalty/launch/recalculation.server.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

test("orders of a shop that was installed before are counted once, and its customers' sums follow", async () => {
  const shop = await createShop();
  const ada = { id: 501n, email: "ada@example.com" };
  const lines = [{ id: 10n, price: "50.00", quantity: 1 }];
  await deliver(shop.domain, [
    { topic: "orders/paid", payload: orderPayload({ id: 1n, customer: ada, lines }) },
  ]);
  await processDeliveries(shop.domain);
  // As an older release left it.
  await inShop(shop.id, async (tx) => {
    await tx.order.updateMany({ data: { spentMinor: null, paidAt: null } });
    await tx.customer.updateMany({ data: { spentMinor: 1n } });
  });
  await db.shop.update({ where: { id: shop.id }, data: { countOrdersFrom: 0n } });
  expect(await dueJobs(shop.id, now())).toContain("count-orders");

  await countOrders(shop.id);

  const [order, customer] = await inShop(shop.id, async (tx) => [
    await tx.order.findFirstOrThrow(),
    await tx.customer.findFirstOrThrow(),
  ]);
  expect(order).toMatchObject({ spentMinor: 5000n, goodsRemain: true });
  expect(order.paidAt).toEqual(order.processedAt);
  expect(customer).toMatchObject({ ordersCount: 1, spentMinor: 5000n });
  expect(await dueJobs(shop.id, now())).not.toContain("count-orders");

  // Whose balance would be another by it is looked for, for the merchant to decide.
  const told = await inShop(shop.id, (tx) =>
    tx.reaction.findMany({ where: { name: "compare-balances" } }),
  );
  expect(told).toHaveLength(1);
  await compareAfterCounting(shop.id);
  expect(await dueJobs(shop.id, now())).toContain("run-program");
});

test("how many are counted of how many, and since when, is kept for as long as it takes", async () => {
  const shop = await createShop();
  const order = (id: bigint) => ({ topic: "orders/paid", payload: orderPayload({ id }) });
  await deliver(shop.domain, [order(1n), order(2n), order(3n)]);
  await processDeliveries(shop.domain);
  const where = { id: shop.id };
  const works = async () => (await loadSettling(shop.id, now())).works;

  const before = { countOrdersDone: 9, countOrdersTotal: 9, countOrdersSince: now() };
  await db.shop.update({ where, data: { countOrdersFrom: 0n, ...before } });
  expect(await works()).toEqual([{ kind: "known-orders", done: 0, total: null, since: null }]);
  await countOrders(shop.id, 1);
  const counted = await db.shop.findUniqueOrThrow({ where });
  expect(counted).toMatchObject({ countOrdersDone: 3, countOrdersTotal: 3, countOrdersFrom: null });
  expect(await works()).toEqual([]);

  // As a worker that died after the first of them has left it.
  await db.shop.update({ where, data: { countOrdersFrom: 2n, countOrdersDone: 1 } });
  const since = counted.countOrdersSince?.toISOString();
  expect(await works()).toEqual([{ kind: "known-orders", done: 1, total: 3, since }]);
  await countOrders(shop.id, 1);
  expect(await db.shop.findUniqueOrThrow({ where })).toMatchObject({ countOrdersDone: 3 });
});
