import { beforeEach, expect, test } from "vitest";

import { homeFigures } from "#app/analytics/home.server.ts";
import { customerOrders } from "#app/customers/timeline/customer.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { processDeliveries } from "#app/ingest/process-deliveries.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { explainBalance } from "#app/loyalty/explain/explain-balance.server.ts";
import { pointsOfOrder } from "#app/loyalty/earning/orders/points-of-order.server.ts";
import {
  loadFirstOrders,
  loadFriendsOrders,
} from "#app/loyalty/referrals/load-referrals.server.ts";
import { loadCountedOrders } from "#app/loyalty/tiers/load-facts.server.ts";
import { countOrders } from "#app/orders/writing/count-orders.server.ts";
import { db } from "#app/ground/db.server.ts";
import { deliver } from "#tests/support/deliver.ts";
import { appendOrderEvent, createOrder, haveCustomer } from "#tests/support/loyalty/factories.ts";
import { orderPayload } from "#tests/support/payloads.ts";
import { createShop } from "#tests/support/shop.ts";

// A shop whose amounts are in pounds, and which takes dollars now: two orders of 100, one in each.
const ada = { id: 501n, email: "ada@example.com" };
const told = ["USD", "GBP"].map((currency, index) => ({
  topic: "orders/paid",
  payload: orderPayload({
    id: BigInt(index + 1),
    customer: ada,
    currency,
    createdAt: now().toISOString(),
    lines: [{ id: BigInt(index + 10), price: "100.00", quantity: 1 }],
  }),
}));

let shop: { id: string; domain: string };
let customerId: string;
beforeEach(async () => {
  shop = await createShop({ currency: "GBP" });
  await deliver(shop.domain, told);
  await processDeliveries(shop.domain);
  const customer = await inShop(shop.id, (tx) => tx.customer.findFirstOrThrow());
  customerId = customer.id;
});

test("what was spent in another currency is in no sum: customer, tiers, figures and intervals", async () => {
  const [customer, orders, counted] = await inShop(shop.id, async (tx) => [
    await tx.customer.findFirstOrThrow(),
    await tx.order.findMany({ orderBy: { id: "asc" } }),
    await loadCountedOrders(tx, [customerId], false),
  ]);
  expect(orders).toMatchObject([
    { currency: "USD", inShopCurrency: false, gapDays: null },
    { currency: "GBP", inShopCurrency: true, gapDays: null },
  ]);
  expect(customer).toMatchObject({ ordersCount: 1, spentMinor: 10_000n });
  expect(counted).toMatchObject([{ id: 2n, spentMinor: 10_000n }]);
  expect(await homeFigures(shop.id, now())).toMatchObject({
    orders: 1,
    revenueMinor: 10_000,
    last30Days: { orders: 1, revenueMinor: 10_000 },
  });
});

test("it earns nothing, and its page says so at once instead of that the points are on their way", async () => {
  await awardPoints(shop.id, await appendOrderEvent(shop.id, "order.paid", 1n, 2n));
  const awards = await inShop(shop.id, (tx) => tx.orderAward.findMany());
  expect(awards).toMatchObject([{ orderId: 2n, posted: 100n }]);
  expect(await pointsOfOrder(shop.id, 1n, customerId)).toEqual({ state: "nothing" });
});

test("a friend who bought with it first is no new friend later, and brings nobody a reward", async () => {
  const [first, friends] = await inShop(shop.id, async (tx) => [
    await loadFirstOrders(tx, [customerId]),
    await loadFriendsOrders(tx, [1n]),
  ]);
  expect(first.get(customerId)).toMatchObject({ orderId: 1n });
  expect(friends.get(1n)).toMatchObject({ inShopCurrency: false });
});

test("a merchant sees it in its own currency, and an order that earned before says line by line why it no longer does", async () => {
  const { rows } = await customerOrders(shop.id, customerId, { limit: 10 });
  expect(rows).toMatchObject([
    { name: "#2", otherCurrency: null },
    { name: "#1", otherCurrency: "USD" },
  ]);

  const bob = await haveCustomer(shop.id, { shopifyId: 7n });
  await createOrder(shop.id, { id: 9n, customerId: bob, lines: [{ id: 90n, priceMinor: 5_000 }] });
  await awardPoints(shop.id, await appendOrderEvent(shop.id, "order.paid", 9n));
  await inShop(shop.id, (tx) =>
    tx.order.updateMany({ where: { id: 9n }, data: { inShopCurrency: false } }),
  );
  const why = await explainBalance(shop.id, bob, { page: 0, lotsOnPage: 5 });
  expect(why.lots).toMatchObject([{ order: { lines: [{ none: "other_currency", minor: 0 }] } }]);

  await awardPoints(shop.id, await appendOrderEvent(shop.id, "order.changed", 9n));
  const after = await explainBalance(shop.id, bob, { page: 0, lotsOnPage: 5 });
  expect(after.account.available).toBe(0);
});

test("sums that were taken of them before are counted again", async () => {
  await inShop(shop.id, (tx) =>
    tx.customer.updateMany({ data: { ordersCount: 2, spentMinor: 20_000n } }),
  );
  await db.shop.update({ where: { id: shop.id }, data: { countOrdersFrom: 0n } });
  await countOrders(shop.id);
  expect(await inShop(shop.id, (tx) => tx.customer.findFirstOrThrow())).toMatchObject({
    ordersCount: 1,
    spentMinor: 10_000n,
  });
});
