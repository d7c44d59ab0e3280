import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import {
  type AchievementSettings,
  saveAchievement,
} from "#app/loyalty/achievements/achievements.server.ts";
import {
  launchProgram,
  pauseProgram,
  startAgain,
} from "#app/loyalty/launch/program-runs.server.ts";
import { countToTakeBack } from "#app/loyalty/launch/take-everything-back.server.ts";
import { workOnRuns } from "#app/loyalty/launch/work-on-runs.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { heldOf, openRewardShop, type RewardShop } from "#tests/support/loyalty/reward-shop.ts";

let shopify: Connected;
let at: RewardShop;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());
beforeEach(async () => {
  at = await openRewardShop(shopify);
});

const by = () => ({ actor: "staff.1", at: now() });
const usesLeft = () => countToTakeBack(at.shop.id);
const badges = () => inShop(at.shop.id, (tx) => tx.achievementUnlock.count());
const endOfDiscount = () => at.discounts()[0]?.endsAt ?? null;

/** Takes everything back, some at a time, by a worker that dies once in between; then, for nothing, once more. */
async function reset(): Promise<void> {
  await pauseProgram(at.shop.id, by());
  expect(await startAgain(at.shop.id, by())).toMatchObject({ outcome: "started" });
  let steps = 0;
  const dying = () => {
    if (++steps === 2) throw new Error("killed");
    return now();
  };
  await expect(workOnRuns(at.shop.id, dying, 1)).rejects.toThrow("killed");
  await workOnRuns(at.shop.id, now, 1);
  await workOnRuns(at.shop.id, now, 1);
  await at.drain();
}

test("a reset takes badges back and ends unused codes at Shopify, and their points do not come back", async () => {
  const bob = await at.neighbour("bob@example.com");
  await at.buys([], { customerId: bob.atShopify });
  const reward = await at.reward();
  const unused = heldOf(await at.redeem(reward));
  await at.drain();
  await at.buys([]);
  const had = await badges();
  expect(had).toBeGreaterThan(0);
  expect(await usesLeft()).toEqual({ badges: had, codes: 1 });
  expect(endOfDiscount()).toBeNull();

  await reset();

  expect(await usesLeft()).toEqual({ badges: 0, codes: 0 });
  expect(await badges()).toBe(0);
  expect(await at.seen(unused)).toMatchObject({ state: "forfeited", code: null, returned: 0n });
  expect(endOfDiscount()).not.toBeNull();
  expect(await at.has()).toMatchObject({ available: 0, pending: 0, held: 0, debt: 0 });
  expect(await at.isSound()).toBe(true);
});

test("one that is being made while everything is taken back is ended as soon as it is there", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  const { faults } = shopify.standIn.context;
  faults.set({ mode: "500", count: null, ms: 0, operation: "discountCodeBasicCreate" });
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "held" });
  expect(await usesLeft()).toMatchObject({ codes: 1 });

  await reset();
  faults.set({ mode: "none", count: null, ms: 0, operation: null });
  await at.tryAgain();
  expect(await at.seen(held)).toMatchObject({ state: "forfeited" });
  expect(at.discounts()).toHaveLength(1);
  expect(endOfDiscount()).not.toBeNull();
  expect(await at.has()).toMatchObject({ available: 0, held: 0 });
});

test("what was used before, or was on its way back, gives no points back afterwards", async () => {
  const reward = await at.reward({ cost: 400 });
  const used = heldOf(await at.redeem(reward));
  await at.drain();
  const order = await at.buys([(await at.seen(used)).code ?? ""]);
  expect(await at.seen(used)).toMatchObject({ state: "captured" });
  const unwanted = heldOf(await at.redeem(reward));
  await at.drain();
  await returnReward(at.shop.id, { customerId: at.ann, redemptionId: unwanted.id, at: now() });
  expect(await at.seen(unwanted)).toMatchObject({ state: "withdrawn" });

  await reset();
  expect(await at.seen(unwanted)).toMatchObject({ state: "forfeited" });
  await at.sendsBack(order, ["SIXTY", "FORTY"]);
  expect(await at.seen(used)).toMatchObject({ state: "captured", returned: 0n });
  expect(await at.has()).toMatchObject({ available: 0, held: 0 });
});

test("after the next launch badges are reached and paid for anew", async () => {
  const settings: AchievementSettings = {
    ...{ id: null, name: "First", kind: "orders", threshold: 1n, badge: "star" },
    ...{ points: 25n, active: true },
  };
  await saveAchievement(at.shop.id, settings, by());
  await at.buys([]);
  const { available } = await at.has();
  await reset();
  await saveAchievement(at.shop.id, { ...settings, name: "Another", points: 30n }, by());
  await launchProgram(at.shop.id, { kind: "all" }, by());
  await workOnRuns(at.shop.id, now);
  await at.drain();
  expect(await badges()).toBeGreaterThan(0);
  // All but what she had been given by hand.
  expect(await at.has()).toMatchObject({ available: available - 1_000 });
  expect(await at.isSound()).toBe(true);
});
