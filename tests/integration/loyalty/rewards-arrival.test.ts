import fc from "fast-check";
import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { confirmFulfilment } from "#app/loyalty/rewards/redemption/confirm-fulfilment.server.ts";
import { redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { redemptionEvent } from "#app/loyalty/rewards/redemption/redemption-events.ts";
import { releaseRewards } from "#app/loyalty/rewards/redemption/release-rewards.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { RewardInput } from "#app/loyalty/rewards/reward.schema.ts";
import { saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { settleRewards } from "#app/loyalty/rewards/settlement/settle-rewards.server.ts";
import {
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
} from "#tests/support/loyalty/factories.ts";
import { adjust, balance, earn, post } from "#tests/support/loyalty/ledger-actions.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { createShop } from "#tests/support/shop.ts";

const BUDGET_MS = 8_000;
const AT = new Date("2026-11-01T09:00:00Z");
const POINTS = 300n;

/** What is told of an order with the code: a version of it, each further on than the one before, or a refund. */
type Delivery =
  | { version: number; paid: boolean; cancelled: boolean; removed: number }
  | { refund: bigint; line: 1n | 2n; quantity: number };

/** The life of an order of three cups at 20 and a pot at 40; paid, cancelled and sent back at some time, or never. */
const life = fc
  .record({
    versions: fc.integer({ min: 1, max: 4 }),
    paidFrom: fc.integer({ min: 1, max: 5 }),
    cancelledFrom: fc.integer({ min: 2, max: 6 }),
    removed: fc.nat(2),
    refunds: fc.array(
      fc.record({ line: fc.constantFrom(1n as const, 2n as const), quantity: fc.nat(3) }),
      { maxLength: 3 },
    ),
  })
  .map(({ versions, paidFrom, cancelledFrom, removed, refunds }): Delivery[] => [
    ...Array.from({ length: versions }, (_, index) => ({
      version: index + 1,
      paid: index + 1 >= paidFrom,
      cancelled: index + 1 >= cancelledFrom,
      removed: Math.min(index, removed),
    })),
    ...refunds.map((refund, index) => ({ ...refund, refund: BigInt(index + 1) })),
  ]);

test("properties 5, 8 and 9: whatever the order and number of arrivals, a reward ends the same", async () => {
  const { shop, rewardId } = await open();
  let run = 0n;
  const everyArrival = fc.asyncProperty(
    life,
    fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    fc.integer({ min: 1, max: 4 }),
    async (told, turns, batch) => {
      const repeated = [...told, ...told.filter((_, index) => (turns[index] ?? 0) % 3 === 0)];
      const shuffled = repeated
        .map((one, index) => ({ one, turn: (turns[index] ?? 0) % 1_000 }))
        .toSorted((a, b) => a.turn - b.turn)
        .map(({ one }) => one);
      const inOrder = await arrive(shop, rewardId, ++run, told, 1);
      expect(await arrive(shop, rewardId, ++run, shuffled, batch)).toEqual(inOrder);
    },
  );
  await assertRandomly(everyArrival, 300, { budgetMs: BUDGET_MS });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a code that was paid with in the moment of its withdrawal takes its points after all", async () => {
  const { shop, rewardId } = await open();
  const { id, customerId } = await redeemed(shop, rewardId);
  await withdrawn(shop, id, customerId);
  expect(await balance(shop, customerId)).toMatchObject({ available: 1_000, held: 0 });

  await version(shop, customerId, id, 1n, { version: 1, paid: true, cancelled: false, removed: 0 });
  await settleRewards(shop, await appendOrderEvent(shop, "order.paid", 1n));
  expect(await balance(shop, customerId)).toMatchObject({ available: 700, held: 0 });
  await refund(shop, 1n, { refund: 1n, line: 2n, quantity: 1 });
  await settleRewards(shop, await appendOrderEvent(shop, "order.changed", 1n));
  expect(await balance(shop, customerId)).toMatchObject({ available: 820 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("where those points were spent meanwhile, they become debt as any others", async () => {
  const { shop, rewardId } = await open();
  const { id, customerId } = await redeemed(shop, rewardId);
  await withdrawn(shop, id, customerId);
  await post(shop, adjust(customerId, -900, { at: AT }), AT);

  await version(shop, customerId, id, 1n, { version: 1, paid: true, cancelled: false, removed: 0 });
  const paid = await appendOrderEvent(shop, "order.paid", 1n);
  await settleRewards(shop, paid);
  await settleRewards(shop, paid);
  expect(await balance(shop, customerId)).toMatchObject({ available: 0, held: 0, debt: 200 });
  expect(await verifyLedger(shop)).toEqual([]);
});

async function open(): Promise<{ shop: string; rewardId: string }> {
  const shop = (await createShop({ currency: "USD" })).id;
  await loadProgram(shop);
  const settings = RewardInput.parse({
    name: "15 off",
    kind: "amount",
    cost: POINTS,
    amountMinor: 1_500,
  });
  const reward = await saveReward(shop, null, settings, { actor: "encore", at: AT });
  return { shop, rewardId: reward?.id ?? "" };
}

/** Somebody with 1,000 points has the code of a reward. */
async function redeemed(shop: string, rewardId: string) {
  const customerId = await haveCustomer(shop);
  await post(shop, earn(customerId, 1_000, { at: AT }), AT);
  const asked = await redeem(shop, { customerId, rewardId, clientKey: "once", at: AT });
  if (asked.outcome === "refused") throw new Error(asked.reason.code);
  const { id } = asked.redemption;
  await confirmFulfilment(shop, [
    await say(shop, redemptionEvent("reward.created_in_shopify", { id, customerId }, {}, AT)),
  ]);
  return { id, customerId };
}

/** The customer gave the code back, and Shopify knew of no order with it. */
async function withdrawn(shop: string, id: string, customerId: string): Promise<void> {
  await returnReward(shop, { customerId, redemptionId: id, at: AT });
  await endWithdrawn(shop, id, customerId);
}

/** Somebody redeems, and what becomes of the order with the code arrives. Returns what they have in the end. */
async function arrive(
  shop: string,
  rewardId: string,
  run: bigint,
  told: readonly Delivery[],
  batchSize: number,
) {
  const { id, customerId } = await redeemed(shop, rewardId);
  let latest = 0;
  for (let start = 0; start < told.length; start += batchSize) {
    const batch = told.slice(start, start + batchSize);
    for (const delivery of batch) {
      if ("refund" in delivery) await refund(shop, run, delivery);
      else if (delivery.version > latest) {
        latest = delivery.version;
        await version(shop, customerId, id, run, delivery);
      }
    }
    const isPaid = batch.some((delivery) => "paid" in delivery && delivery.paid);
    const news = [
      ...(isPaid ? await appendOrderEvent(shop, "order.paid", run) : []),
      ...(await appendOrderEvent(shop, "order.changed", run)),
    ];
    await settleRewards(shop, news);
    await awardPoints(shop, news);
    await endWithdrawn(shop, id, customerId);
  }
  const { state, returned } = await inShop(shop, (tx) =>
    tx.redemption.findUniqueOrThrow({ where: { shopId_id: { shopId: shop, id } } }),
  );
  const isOver = state === "released" || returned === POINTS;
  return { ...(await balance(shop, customerId)), became: isOver ? "over" : `${state}.${returned}` };
}

async function version(
  shop: string,
  customerId: string,
  redemptionId: string,
  run: bigint,
  { paid, cancelled, removed }: Extract<Delivery, { version: number }>,
): Promise<void> {
  const [cups, pot] = [run * 10n + 1n, run * 10n + 2n];
  await createOrder(shop, {
    id: run,
    customerId,
    cancelled,
    financialState: paid ? "paid" : "pending",
    lines: [
      {
        id: cups,
        priceMinor: 2_000,
        quantity: 3,
        currentQuantity: 3 - removed,
        discountMinor: 900,
      },
      { id: pot, priceMinor: 4_000, discountMinor: 600 },
    ],
  });
  await inShop(shop, async (tx) => {
    const { code } = await tx.redemption.findUniqueOrThrow({
      where: { shopId_id: { shopId: shop, id: redemptionId } },
    });
    const at = { shopId: shop, orderId: run, position: 0 };
    const discount = { ...at, kind: "code", code, amountMinor: 1_500 };
    await tx.orderDiscount.createMany({ data: discount, skipDuplicates: true });
    const shares = [
      { ...at, lineId: cups, amountMinor: 900 },
      { ...at, lineId: pot, amountMinor: 600 },
    ];
    await tx.orderLineDiscount.createMany({ data: shares, skipDuplicates: true });
  });
}

async function refund(
  shop: string,
  run: bigint,
  delivery: Extract<Delivery, { refund: bigint }>,
): Promise<void> {
  const lines = [{ lineId: run * 10n + delivery.line, quantity: delivery.quantity }];
  await haveRefund(shop, { id: run * 10n + delivery.refund, orderId: run, lines });
}

/** As Shopify does when it hears that a code is to work no longer. */
async function endWithdrawn(shop: string, id: string, customerId: string): Promise<void> {
  const waiting = await inShop(shop, (tx) =>
    tx.redemption.count({ where: { id, state: "withdrawn" } }),
  );
  if (waiting === 0) return;
  const ended = redemptionEvent("reward.ended", { id, customerId }, {}, AT, newId());
  await releaseRewards(shop, [await say(shop, ended)]);
}

async function say(shop: string, draft: EventDraft): Promise<StoredEvent> {
  const [event] = await inShop(shop, (tx) => appendEvents(tx, shop, [draft], AT));
  return event as StoredEvent;
}
