import { beforeEach, expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import {
  listAchievements,
  saveAchievement,
} from "#app/loyalty/achievements/achievements.server.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import { listChallenges, saveChallenge } from "#app/loyalty/achievements/challenges.server.ts";
import { leaderboardOf } from "#app/loyalty/achievements/leaderboard.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { updateProgress } from "#app/loyalty/achievements/update-progress.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import {
  haveCustomer,
  createOrder,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const at = day("2026-11-20");

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop, { shopifyId: 1n });
});

async function bought(id: bigint, on: string, customerId = ann, state = "paid"): Promise<void> {
  await createOrder(shop, {
    id,
    customerId,
    createdAt: day(on),
    financialState: state,
    lines: [{ id: id * 10n, priceMinor: 5_000, currentQuantity: state === "paid" ? 1 : 0 }],
  });
  const events = await appendOrderEvent(shop, "order.changed", id);
  await awardPoints(shop, events);
  await updateProgress(shop, [customerId], at);
}

async function reached(customerId = ann): Promise<string[]> {
  const all = await listAchievements(shop);
  const rows = await inShop(shop, (tx) => tx.achievementUnlock.findMany({ where: { customerId } }));
  const ids = rows.map(({ achievementId }) => achievementId);
  return all.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
}

function countOf(type: string): Promise<number> {
  return inShop(shop, (tx) => tx.event.count({ where: { type } }));
}

/** Promises points for the first order, and for five. */
async function promisePoints(points: bigint, on: string): Promise<void> {
  const all = await listAchievements(shop);
  for (const one of all.filter(({ kind }) => kind === "orders"))
    await saveAchievement(shop, { ...one, points }, { actor: "encore", at: day(on) });
}

test("an achievement is unlocked once and pays once, and a refund leaves it", async () => {
  await promisePoints(25n, "2026-01-01");
  await bought(1n, "2026-11-01");
  await bought(1n, "2026-11-01");
  expect(await reached()).toEqual(["First order"]);
  expect(await balanceOf(shop, ann)).toEqual({ available: 75, debt: 0 });
  expect(await countOf("achievement.unlocked")).toBe(1);

  await bought(1n, "2026-11-01", ann, "refunded");
  expect(await reached()).toEqual(["First order"]);
  expect(await balanceOf(shop, ann)).toEqual({ available: 25, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("points are for those who reach it after they were promised; the badge is everybody's", async () => {
  await promisePoints(25n, "2026-11-10");
  await bought(1n, "2026-11-01");
  expect([await reached(), (await balanceOf(shop, ann)).available]).toEqual([["First order"], 50]);
});

test("reviews and friends count, a year is reached in the night", async () => {
  const review = {
    type: "action.done",
    customerId: ann,
    orderId: null,
    occurredAt: day("2026-11-02"),
    source: "app",
    dedupeKey: "action.done.review.1",
    properties: { kind: "review", name: "" },
  } as const;
  const events = await inShop(shop, (tx) => appendEvents(tx, shop, [review], at));
  await updateTiersAndAchievements(shop, events);
  await inShop(shop, (tx) =>
    tx.referral.create({
      data: {
        shopId: shop,
        id: ann,
        advocateId: ann,
        friendId: shop,
        orderId: 9n,
        via: "code",
        state: "rewarded",
        snapshot: {},
        placedAt: day("2026-10-01"),
        dueAt: day("2026-10-15"),
        decidedAt: day("2026-10-15"),
      },
    }),
  );
  await updateProgress(shop, [ann], at);
  expect(await reached()).toEqual(["First review", "Brought a friend"]);

  await bought(1n, "2025-11-20");
  await inShop(shop, (tx) => tx.customer.updateMany({ data: { firstOrderAt: day("2025-11-20") } }));
  await advanceDaily(shop, day("2026-11-19"));
  expect(await reached()).toContain("One year with us"); // The order itself was looked at on the 20th.
  const bob = await haveCustomer(shop, { shopifyId: 2n });
  await createOrder(shop, { id: 2n, customerId: bob, createdAt: day("2025-11-21"), lines: [] });
  await inShop(shop, (tx) =>
    tx.customer.updateMany({ where: { id: bob }, data: { firstOrderAt: day("2025-11-21") } }),
  );
  await advanceDaily(shop, at);
  expect(await reached(bob)).toEqual([]);
  await advanceDaily(shop, day("2026-11-21"));
  expect(await reached(bob)).toContain("One year with us");
});

test("a challenge shows how far it is, completes once, and pays once", async () => {
  const saved = await saveChallenge(
    shop,
    {
      id: null,
      name: "Two in November",
      goal: { kind: "orders", target: 2n },
      points: 100n,
      startsAt: day("2026-11-01"),
      endsAt: day("2026-12-01"),
      active: true,
    },
    { actor: "encore", at },
  );
  expect(saved.outcome).toBe("saved");
  expect(await listChallenges(shop)).toHaveLength(1);
  const progress = async () => {
    const one = await inShop(shop, (tx) => tx.challengeProgress.findFirst());
    return [one?.progress ?? 0n, one?.completedAt ?? null];
  };
  await bought(1n, "2026-10-31");
  expect(await progress()).toEqual([0n, null]);
  await bought(2n, "2026-11-01");
  await bought(3n, "2026-11-05");
  expect(await progress()).toEqual([2n, day("2026-11-05")]);
  await bought(3n, "2026-11-05", ann, "refunded");
  await bought(4n, "2026-11-06");
  expect(await progress()).toEqual([2n, day("2026-11-05")]);
  // 100 for the challenge, 50 for each order that was kept, but for the one from before she had an account: that still waits.
  expect(await balanceOf(shop, ann)).toEqual({ available: 200, debt: 0 });
  expect(await countOf("challenge.completed")).toBe(1);
});

test("a streak grows by months, is as long as the facts say, and breaks by time alone", async () => {
  await bought(3n, "2026-11-02");
  await bought(1n, "2026-09-30");
  const streak = () => inShop(shop, (tx) => tx.streak.findFirst());
  expect((await streak())?.current).toBe(1);
  await bought(2n, "2026-10-01");
  expect(await streak()).toMatchObject({ current: 3, best: 3 });
  await advanceDaily(shop, day("2026-12-31"));
  expect(await streak()).toMatchObject({ current: 3, best: 3 });
  await advanceDaily(shop, day("2027-01-01"));
  expect(await streak()).toMatchObject({ current: 0, best: 3 });
});

test("the leaderboard is this month's points of those who asked for it", async () => {
  const bob = await haveCustomer(shop, { shopifyId: 2n });
  const eve = await haveCustomer(shop, { shopifyId: 3n });
  for (const [id, firstName, leaderboard] of [
    [ann, "Ann", true],
    [bob, "Bob", true],
    [eve, "Eve", false],
  ] as const)
    await inShop(shop, async (tx) => {
      await tx.customer.updateMany({ where: { id }, data: { firstName, lastName: "Miller" } });
      await tx.loyaltyProfile.create({ data: { shopId: shop, customerId: id, leaderboard } });
    });
  await bought(1n, "2026-11-01");
  await bought(2n, "2026-11-02", bob);
  await bought(3n, "2026-11-03", bob);
  await bought(4n, "2026-10-31", ann); // Last month.
  await bought(5n, "2026-11-03", eve);
  expect(await leaderboardOf(shop, at)).toEqual([
    { name: "Bob", points: 100n },
    { name: "Ann", points: 50n },
  ]);
  expect(await leaderboardOf(shop, day("2026-12-01"))).toEqual([]);
});

test("two records become one: each achievement once, and paid no second time", async () => {
  await promisePoints(25n, "2026-01-01");
  const other = await haveCustomer(shop, { shopifyId: 2n });
  await bought(1n, "2026-11-01");
  await bought(2n, "2026-11-02", other);
  const merged = await mergeCustomer(shop, other, ann);
  await transferPoints(shop, merged);
  await updateTiersAndAchievements(shop, merged);
  await updateTiersAndAchievements(shop, merged);
  expect(await reached()).toEqual(["First order"]);
  expect(await balanceOf(shop, ann)).toEqual({ available: 150, debt: 0 });
  const own = { where: { customerId: ann } };
  expect(await inShop(shop, (tx) => tx.achievementUnlock.count(own))).toBe(1);
});
