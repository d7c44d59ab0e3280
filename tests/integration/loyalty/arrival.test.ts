import fc from "fast-check";
import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import {
  type CampaignSettings,
  saveCampaign,
} from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import {
  balancesOf,
  haveCollection,
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const BUDGET_MS = 8_000;
const ORDERS = 3n;
const manyRates = {
  multipliers: [
    { productIds: [1n], collectionIds: [], multiplierBps: 15_000 },
    { productIds: [], collectionIds: [70n], multiplierBps: 25_000 },
  ],
  excludedCollectionIds: [80n],
};
const campaign: CampaignSettings = {
  id: null,
  name: "November",
  active: true,
  startsAt: new Date("2026-11-01T00:00:00Z"),
  endsAt: new Date("2026-12-01T00:00:00Z"),
  multiplierBps: 20_000,
  productIds: [],
  collectionIds: [70n],
  tierIds: [],
};

/** What the deliveries of one order say: its versions, later ones replace earlier ones, and its refunds. */
type Delivery =
  | {
      order: bigint;
      version: number;
      quantity: number;
      removed: number;
      cancelled: boolean;
      partly: boolean;
    }
  | { order: bigint; refund: bigint; quantity: number; amountMinor: number };

const order = fc.integer({ min: 1, max: Number(ORDERS) }).map(BigInt);
const deliveries = fc.uniqueArray(
  fc.oneof(
    fc.record({
      order,
      version: fc.integer({ min: 1, max: 4 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      removed: fc.nat(3),
      cancelled: fc.boolean(),
      partly: fc.boolean(),
    }),
    fc.record({
      order,
      refund: fc.bigInt(1n, 3n),
      quantity: fc.nat(4),
      amountMinor: fc.nat(1_500),
    }),
  ),
  {
    minLength: 1,
    maxLength: 14,
    selector: (one) => `${one.order}.${"refund" in one ? `r${one.refund}` : one.version}`,
  },
);

test.each([
  ["under the plain rule", { pendingDays: 0 }],
  ["with multipliers, a campaign and an exclusion", manyRates],
  ["while points are pending", { pendingDays: 9_000 }],
  ["with both", { ...manyRates, combination: "multiplied" as const, pendingDays: 9_000 }],
])(
  "properties 5 and 7: any order and duplication of arrivals, in batches of any size, ends in one state, %s",
  async (_case, rule) => {
    const shop = (await createShop({ currency: "USD" })).id;
    await saveProgram(shop, rule, new Date());
    await haveCollection(shop, 70n, [2n]);
    await haveCollection(shop, 80n, [3n]);
    await saveCampaign(shop, campaign, new Date());
    let run = 0n;
    const everyArrival = fc.asyncProperty(
      deliveries,
      fc.array(fc.nat(), { minLength: 30, maxLength: 30 }),
      fc.integer({ min: 1, max: 6 }),
      async (told, turns, batch) => {
        const repeated = [...told, ...told.filter((_, index) => (turns[index] ?? 0) % 3 === 0)];
        const shuffled = repeated
          .map((one, index) => ({ one, at: (turns[index] ?? 0) % 1_000 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const inOrder = await arrive(shop, ++run, told, told.length);
        expect(await arrive(shop, ++run, shuffled, batch)).toEqual(inOrder);
      },
    );
    await assertRandomly(everyArrival, 500, { budgetMs: BUDGET_MS });
    expect(await verifyLedger(shop)).toEqual([]);
  },
);

test("two workers that hear the same at the same time award once", async () => {
  const shop = (await createShop({ currency: "USD" })).id;
  const customers = await Promise.all(Array.from({ length: 5 }, () => haveCustomer(shop)));
  const ids = Array.from({ length: 40 }, (_, index) => BigInt(index + 1));
  for (const id of ids) {
    const customerId = customers[Number(id) % customers.length] as string;
    await createOrder(shop, { id, customerId, lines: [{ id, priceMinor: 1000 }] });
  }
  const events = await appendOrderEvent(shop, "order.paid", ...ids);
  const halves = [events.slice(0, 25), events.slice(15).toReversed(), events.toReversed(), events];
  await Promise.all(halves.map((some) => awardPoints(shop, some)));

  for (const customerId of customers)
    expect(await balanceOf(shop, customerId)).toEqual({ available: 80, debt: 0 });
  expect(await inShop(shop, (tx) => tx.ledgerEntry.count())).toBe(ids.length);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("awards, merges and refunds at the same time lose and double nothing", async () => {
  const shop = (await createShop({ currency: "USD" })).id;
  for (let round = 1n; round <= 8n; round++) {
    const [guest, member] = [await haveCustomer(shop), await haveCustomer(shop)];
    const [first, second] = [round * 2n, round * 2n + 1n];
    await createOrder(shop, {
      id: first,
      customerId: guest,
      lines: [{ id: first, priceMinor: 1000 }],
    });
    await createOrder(shop, {
      id: second,
      customerId: guest,
      lines: [{ id: second, priceMinor: 1000 }],
    });
    await awardPoints(shop, await appendOrderEvent(shop, "order.paid", first));
    const paid = await appendOrderEvent(shop, "order.paid", second);
    const merged = await mergeCustomer(shop, guest, member);
    await haveRefund(shop, { id: first, orderId: first, lines: [{ lineId: first, quantity: 1 }] });
    const refunded = await appendOrderEvent(shop, "order.changed", first);
    await Promise.all([
      awardPoints(shop, refunded),
      transferPoints(shop, merged),
      awardPoints(shop, paid),
    ]);
    expect(await balanceOf(shop, guest)).toEqual({ available: 0, debt: 0 });
    expect(await balanceOf(shop, member)).toEqual({ available: 10, debt: 0 });
  }
  expect(await verifyLedger(shop)).toEqual([]);
});

/** Tells one new customer's orders to the shop as they arrive. Returns what the customer has, and has for each order, then. */
async function arrive(shop: string, run: bigint, told: readonly Delivery[], batchSize: number) {
  const customerId = await haveCustomer(shop);
  const latest = new Map<bigint, number>();
  const idOf = (order: bigint) => run * 100n + order;
  for (let start = 0; start < told.length; start += batchSize) {
    const batch = told.slice(start, start + batchSize);
    for (const delivery of batch) {
      const id = idOf(delivery.order);
      if ("refund" in delivery) {
        const { refund, quantity, amountMinor } = delivery;
        const lines = quantity > 0 ? [{ lineId: id, quantity }] : [];
        await haveRefund(shop, {
          id: id * 10n + refund,
          orderId: id,
          amountMinor: amountMinor + 1,
          adjustmentMinor: amountMinor,
          lines,
        });
      } else if (delivery.version > (latest.get(id) ?? 0)) {
        const { version, quantity, removed, cancelled, partly } = delivery;
        latest.set(id, version);
        const currentQuantity = Math.max(0, quantity - removed);
        const lines = [
          { id, productId: delivery.order, priceMinor: 999, quantity, currentQuantity },
          // What a later version adds is rated when it is first seen.
          ...(version > 2 ? [{ id: -id, productId: 2n, priceMinor: 333 }] : []),
        ];
        await createOrder(shop, {
          id,
          customerId,
          cancelled,
          financialState: partly ? "partially_paid" : "paid",
          lines,
        });
      }
    }
    const ids = [...new Set(batch.map((delivery) => idOf(delivery.order)))];
    const paying = batch.filter((delivery) => "version" in delivery && !delivery.partly);
    const paid = [...new Set(paying.map((delivery) => idOf(delivery.order)))];
    // That it was paid, a version tells that comes too late to be the order's latest, too.
    await inShop(
      shop,
      (tx) => tx.$executeRaw`
        UPDATE "order" SET paid_at = created_at
        WHERE shop_id = ${shop}::uuid AND id = ANY(${paid.map(String)}::bigint[]) AND paid_at IS NULL`,
    );
    const news = [
      ...(await appendOrderEvent(shop, "order.paid", ...paid)),
      ...(await appendOrderEvent(shop, "order.changed", ...ids)),
    ];
    await awardPoints(shop, news);
  }
  const awards = await inShop(shop, (tx) =>
    tx.orderAward.findMany({ where: { customerId, posted: { gt: 0 } } }),
  );
  return {
    ...(await balancesOf(shop, customerId)),
    orders: Object.fromEntries(
      awards.map(({ orderId, posted }) => [String(orderId % 100n), Number(posted)]).toSorted(),
    ),
  };
}
