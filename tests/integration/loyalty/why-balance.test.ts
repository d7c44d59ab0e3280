import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { balanceDays } from "#app/loyalty/explain/balance-days.server.ts";
import { explainBalance } from "#app/loyalty/explain/explain-balance.server.ts";
import { adjustBalance } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { lesseningsInWords } from "#app/ui/copy/explain.ts";
import {
  appendOrderEvent,
  haveCustomer,
  createOrder,
  haveRefund,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const firstPage = { page: 0, lotsOnPage: 20 };

test("a balance is told down to the line: what earned how much by which rule, and what took it", async () => {
  const { id: shopId } = await createShop();
  const program = await loadProgram(shopId);
  await saveProgram(shopId, { ...program, excludedProductIds: [9n] }, at);
  const ada = await haveCustomer(shopId, { shopifyId: 1n });
  const lines = [
    { id: 11n, priceMinor: 1_050, quantity: 2 },
    { id: 12n, priceMinor: 500, productId: 9n },
    { id: 13n, priceMinor: 2_500, giftCard: true },
    { id: 14n, priceMinor: 700 },
  ];
  await createOrder(shopId, { id: 1n, customerId: ada, lines });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.paid", 1n));
  await haveRefund(shopId, {
    id: 5n,
    orderId: 1n,
    amountMinor: 700,
    lines: [{ lineId: 14n, quantity: 1 }],
  });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.changed", 1n));
  const taken = {
    customerId: ada,
    points: -6n,
    clientKey: "form",
    notes: { internal: "Agreed by phone", public: null },
  };
  await adjustBalance(shopId, taken, "staff.1", at);

  const why = await explainBalance(shopId, ada, firstPage);
  expect(why.account).toEqual({ available: 15, pending: 0, held: 0, debt: 0 });
  expect(why.lots).toMatchObject([
    {
      original: 28,
      remaining: 15,
      entry: { kind: "earn", reason: { code: "order_paid" } },
      order: {
        name: "#1",
        rule: { pointsPerUnit: 1, unitMinor: 100, rounding: "down" },
        target: 21,
        lessenedBy: [],
      },
      uses: [
        { kind: "reverse", points: 7 },
        { kind: "adjust", points: 6, note: "Agreed by phone", actor: "staff.1" },
      ],
    },
  ]);
  const [lot] = why.lots;
  const told = lot?.order?.lines.map(({ minor, hundredths, none }) => [minor, hundredths, none]);
  expect(told?.toSorted()).toEqual([
    [0, 0, "gift_card"],
    [0, 0, "left_out"],
    [0, 0, "returned"],
    [2_100, 2_100, null],
  ]);
  expect(lot?.remaining).toBe(why.account.available);
});

test("shipping is told beside the lines where it earns", async () => {
  const { id: shopId } = await createShop();
  await saveProgram(shopId, { includeShipping: true }, at);
  const ada = await haveCustomer(shopId, { shopifyId: 1n });
  const lines = [{ id: 11n, priceMinor: 9_550 }];
  await createOrder(shopId, { id: 1n, customerId: ada, lines, shippingMinor: 490 });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.paid", 1n));

  const { lots } = await explainBalance(shopId, ada, firstPage);
  expect(lots[0]?.order).toMatchObject({
    shipping: { minor: 490, hundredths: 490, none: null },
    target: 100,
    lessenedBy: [],
  });
});

test("of what makes an order earn less than its lines, that which is true is told", async () => {
  const { id: shopId } = await createShop();
  await saveProgram(shopId, { orderCap: { points: 100, period: "day" } }, at);
  const ada = await haveCustomer(shopId, { shopifyId: 1n });
  const whys = async () => {
    const { lots } = await explainBalance(shopId, ada, firstPage);
    return new Map(lots.map(({ order }) => [order?.name, order?.lessenedBy]));
  };
  for (const id of [1n, 2n]) {
    await createOrder(shopId, { id, customerId: ada, lines: [{ id, priceMinor: 6_000 }] });
    await awardPoints(shopId, await appendOrderEvent(shopId, "order.paid", id));
  }
  expect(Object.fromEntries(await whys())).toEqual({ "#1": [], "#2": ["cap"] });
  expect(lesseningsInWords({ lessenedBy: ["cap"] })).toBe(
    "The limit on points per day, week, month or year was reached: that part earns nothing.",
  );

  await haveRefund(shopId, { id: 5n, orderId: 1n, amountMinor: 1_000 });
  for (const id of [1n, 2n])
    await awardPoints(shopId, await appendOrderEvent(shopId, "order.changed", id));
  expect(Object.fromEntries(await whys())).toEqual({ "#1": ["given_back"], "#2": ["cap"] });
  await haveRefund(shopId, { id: 6n, orderId: 2n, amountMinor: 500 });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.changed", 2n));
  const told = await whys();
  expect(told.get("#2")).toEqual(["given_back", "cap"]);
  expect(lesseningsInWords({ lessenedBy: told.get("#2") ?? [] })).toBe(
    "An amount was given back and the limit on points per day, week, month or year was reached: those parts earn nothing.",
  );
});

test("a debt is told with what made it and what repaid it", async () => {
  const { id: shopId } = await createShop();
  const ada = await haveCustomer(shopId, { shopifyId: 1n });
  await createOrder(shopId, { id: 1n, customerId: ada, lines: [{ id: 11n, priceMinor: 10_000 }] });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.paid", 1n));
  const notes = { internal: null, public: null };
  await adjustBalance(
    shopId,
    { customerId: ada, points: -100n, clientKey: "a", notes },
    "flow",
    at,
  );
  await createOrder(shopId, {
    id: 1n,
    customerId: ada,
    cancelled: true,
    lines: [{ id: 11n, priceMinor: 10_000 }],
  });
  await awardPoints(shopId, await appendOrderEvent(shopId, "order.cancelled", 1n));
  await adjustBalance(shopId, { customerId: ada, points: 30n, clientKey: "b", notes }, "flow", at);

  const why = await explainBalance(shopId, ada, firstPage);
  expect(why.account).toMatchObject({ available: 0, debt: 70 });
  expect(why.debts.map(({ kind, points }) => [kind, points])).toEqual([
    ["adjust", -30],
    ["reverse", 100],
  ]);
});

test("somebody with thousands of lots is read a page at a time, by index", async () => {
  const { id: shopId } = await createShop();
  const [ada, ben] = [await haveCustomer(shopId), await haveCustomer(shopId)];
  await inShop(
    shopId,
    (tx) => tx.$executeRaw`
      INSERT INTO lot (shop_id, id, customer_id, entry_id, original, remaining, earned_at)
      SELECT ${shopId}::uuid, gen_random_uuid(), CASE WHEN n % 10 = 0 THEN ${ada}::uuid ELSE ${ben}::uuid END,
        gen_random_uuid(), 5, n % 2, ${at}
      FROM generate_series(1, 20000) AS n`,
  );
  const started = performance.now();
  const page = await explainBalance(shopId, ada, { page: 3, lotsOnPage: 20 });
  expect(page.lots).toHaveLength(20);
  expect(page.more).toBe(true);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("what there was to spend is told for the end of each day, by the shop's clock", async () => {
  const { id } = await createShop({ timezone: "America/New_York" });
  const shop = { id, timezone: "America/New_York" };
  const ada = await haveCustomer(id, { shopifyId: 1n });
  const bea = await haveCustomer(id, { shopifyId: 2n });
  const give = (customerId: string, points: bigint, on: string) =>
    adjustBalance(
      id,
      { customerId, points, clientKey: on, notes: { internal: "Asked for", public: null } },
      "staff.1",
      new Date(on),
    );
  expect(await balanceDays(shop, ada)).toEqual([]);
  await give(ada, 100n, "2026-10-01T12:00:00Z");
  await give(ada, -30n, "2026-10-01T13:00:00Z");
  // Still the third in New York.
  await give(ada, 5n, "2026-10-04T02:00:00Z");
  await give(bea, 900n, "2026-10-02T12:00:00Z");

  expect(await balanceDays(shop, ada)).toEqual([
    { day: "2026-10-01", available: 70 },
    { day: "2026-10-03", available: 75 },
  ]);
});
