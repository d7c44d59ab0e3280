import { rmSync } from "node:fs";

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { lapseRewards } from "#app/loyalty/rewards/redemption/lapse-rewards.server.ts";
import { ClientKeyReused } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { redemptionsOf } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { type OfferedReward, rewardsFor } from "#app/loyalty/rewards/rewards-for.server.ts";
import { archiveReward, listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { heldOf, openRewardShop, type RewardShop } from "#tests/support/loyalty/reward-shop.ts";

let shopify: Connected;
let at: RewardShop;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(async () => {
  rmSync(process.env["ENCORE_CLOCK_FILE"] ?? "", { force: true });
  await shopify.close();
});
beforeEach(async () => {
  at = await openRewardShop(shopify);
});
afterEach(async () => {
  shopify.standIn.context.faults.set({ mode: "none", count: null, ms: 0, operation: null });
  expect(await at.isSound()).toBe(true);
});

test("a shopper redeems, uses the code at the checkout, and the points are spent once", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  expect(await at.has()).toMatchObject({ available: 500, held: 500 });
  expect(held).toMatchObject({ state: "held", code: null });

  await at.drain();
  const issued = await at.seen(held);
  expect(issued).toMatchObject({ state: "issued", points: 500n });
  expect(issued.code).toMatch(/^ENC-[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  expect(at.discounts()).toMatchObject([
    { usageLimit: 1, audience: { kind: "customers", customerIds: [at.annAtShopify] } },
  ]);

  await at.buys([issued.code ?? ""]);
  expect(await at.seen(held)).toMatchObject({ state: "captured", returned: 0n });
  // 95 paid.
  expect(await at.has()).toMatchObject({ available: 595, held: 0 });
});

test("case 7: lines of 60 and 40 with a 300-point reward of 15 off; the 40 comes back", async () => {
  const reward = await at.reward({ name: "15 off", cost: 300, amountMinor: 1_500 });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  const order = await at.buys([(await at.seen(held)).code ?? ""]);
  expect(await at.has()).toMatchObject({ available: 700 + 85 });

  await at.sendsBack(order, ["FORTY"]);
  expect(await at.seen(held)).toMatchObject({ state: "captured", returned: 120n });
  // 120 of those spent come back, 34 of those earned go.
  expect(await at.has()).toMatchObject({ available: 785 + 120 - 34 });

  await at.sendsBack(order, ["SIXTY"]);
  expect(await at.seen(held)).toMatchObject({ returned: 300n });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
});

test("case 7, setting: spent points come back only when everything did", async () => {
  await loadProgram(at.shop.id);
  await saveProgram(at.shop.id, { spentReturn: "full_return" }, now());
  const reward = await at.reward({ name: "15 off", cost: 300, amountMinor: 1_500 });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  const order = await at.buys([(await at.seen(held)).code ?? ""]);

  await at.sendsBack(order, ["FORTY"]);
  expect(await at.seen(held)).toMatchObject({ returned: 0n });
  await at.sendsBack(order, ["SIXTY"]);
  expect(await at.seen(held)).toMatchObject({ returned: 300n });
});

test("case 8: all items go back and the shipping is kept: all 500 points come back", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  const order = await at.buys([(await at.seen(held)).code ?? ""], { shipping: "4.90" });
  await at.sendsBack(order, ["SIXTY", "FORTY"], { shipping: false });
  expect(await at.seen(held)).toMatchObject({ returned: 500n });
  expect(await at.has()).toMatchObject({ available: 1_000 });
});

test("case 14: what a reward paid for earns nothing: 100 with 20 off earns 80", async () => {
  const held = heldOf(await at.redeem(await at.reward({ amountMinor: 2_000 })));
  await at.drain();
  await at.buys([(await at.seen(held)).code ?? ""]);
  expect(await at.has()).toMatchObject({ available: 500 + 80 });
});

test("case 21: of twenty who redeem 500 of 1000 at once exactly two get it, with 500 exactly one", async () => {
  const reward = await at.reward();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => at.redeem(reward)));
  expect(outcomes.filter(({ outcome }) => outcome === "held")).toHaveLength(2);
  expect(outcomes.find(({ outcome }) => outcome === "refused")).toEqual({
    outcome: "refused",
    reason: { code: "not_enough_points", missing: "500" },
  });
  expect(await at.has()).toMatchObject({ available: 0, held: 1_000 });

  const other = await openRewardShop(shopify, 500);
  const its = await other.reward();
  const again = await Promise.all(Array.from({ length: 20 }, () => other.redeem(its)));
  expect(again.filter(({ outcome }) => outcome === "held")).toHaveLength(1);
  expect(await other.has()).toMatchObject({ available: 0, held: 500 });
});

test("one key is one redemption, however often it is sent; it is not another reward's", async () => {
  const reward = await at.reward();
  const clicks = await Promise.all(
    Array.from({ length: 5 }, () => at.redeem(reward, { clientKey: "a click" })),
  );
  expect(new Set(clicks.map((click) => heldOf(click).id)).size).toBe(1);
  expect(await at.has()).toMatchObject({ available: 500, held: 500 });
  await expect(at.redeem(await at.reward(), { clientKey: "a click" })).rejects.toThrow(
    ClientKeyReused,
  );
});

test("a reward that may be had once a month is had once, however fast somebody clicks", async () => {
  const reward = await at.reward({ cost: 100, limitCount: 1, limitPeriod: "month" });
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => at.redeem(reward)));
  expect(outcomes.filter(({ outcome }) => outcome === "held")).toHaveLength(1);
  expect(outcomes.find(({ outcome }) => outcome === "refused")).toMatchObject({
    reason: { code: "limit_reached" },
  });
});

test("a shopper sees what the points are enough for, and how many are missing", async () => {
  const { shop, ann } = at;
  await at.reward({ name: "20 off", cost: 2_000, amountMinor: 2_000 });
  const seen = (some: OfferedReward[]) =>
    some.map(({ reward, affordable, missing }) => [reward.name, affordable, missing]);
  expect(seen(await rewardsFor(shop.id, ann, now()))).toEqual([
    ["Free shipping", true, 0n],
    ["$5 off", true, 0n],
    ["$10 off", true, 0n],
    ["20 off", false, 1_000n],
  ]);
  const [first] = await rewardsFor(shop.id, null, now());
  expect(first).toMatchObject({ affordable: false, reason: { code: "sign_in" } });
});

test("a reward that was put away can be redeemed no more, and the code that is out stays good", async () => {
  const reward = await at.reward();
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  const by = { actor: "staff.1", at: now() };
  expect(await archiveReward(at.shop.id, reward, by)).toBe(true);
  expect(await archiveReward(at.shop.id, reward, by)).toBe(false);
  expect(await at.redeem(reward)).toEqual({
    outcome: "refused",
    reason: { code: "not_available" },
  });
  await at.buys([(await at.seen(held)).code ?? ""]);
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
  expect((await redemptionsOf(at.shop.id, at.ann)).map(({ id }) => id)).toEqual([held.id]);
  expect((await listRewards(at.shop.id, now())).at(-1)).toMatchObject({
    id: reward,
    active: false,
  });
});

test("case 22: Shopify cannot make the code: 500 points are there again, and the shopper is told why", async () => {
  const reward = await at.reward({ productIds: ["1"] });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  expect(await at.seen(held)).toMatchObject({
    state: "released",
    failure: "product_gone",
    code: null,
  });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
});

test("case 23: a cart of 30 where 50 are asked for: no points are held", async () => {
  const reward = await at.reward({ minimumMinor: 5_000 });
  expect(await at.redeem(reward, { cartMinor: 3_000n })).toEqual({
    outcome: "refused",
    reason: { code: "below_minimum", minimumMinor: "5000" },
  });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
});

test("case 24: an unused code lapses, and its points come back once it cannot be used", async () => {
  const held = heldOf(await at.redeem(await at.reward({ validDays: 30 })));
  await at.drain();
  await at.wait(29);
  await lapseRewards(at.shop.id, now());
  expect(await at.seen(held)).toMatchObject({ state: "issued" });

  await at.wait(2);
  await lapseRewards(at.shop.id, now());
  await lapseRewards(at.shop.id, now());
  expect(await at.seen(held)).toMatchObject({ state: "withdrawn", code: null });
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "released" });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
});

test("case 24, setting: what lapses is forfeited", async () => {
  const held = heldOf(await at.redeem(await at.reward({ validDays: 30, onLapse: "forfeit" })));
  await at.drain();
  await at.wait(31);
  await lapseRewards(at.shop.id, now());
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "forfeited" });
  expect(await at.has()).toMatchObject({ available: 500, held: 0 });
});

test("rewards of a frozen account that lapse with their points wait, and the job that looks for them ends", async () => {
  const rewardId = await at.reward({ validDays: 30, onLapse: "forfeit" });
  const held = heldOf(await at.redeem(rewardId));
  await at.drain();
  await at.wait(31);
  const frozen = (frozenAt: Date | null) =>
    inShop(at.shop.id, (tx) =>
      tx.ledgerAccount.updateMany({ where: { shopId: at.shop.id }, data: { frozenAt } }),
    );
  await frozen(now());
  await lapseRewards(at.shop.id, now(), 1);
  expect(await at.seen(held)).toMatchObject({ state: "issued" });

  await frozen(null);
  await lapseRewards(at.shop.id, now(), 1);
  expect(await at.seen(held)).toMatchObject({ state: "forfeited" });
});

test("case 24: a shopper who would rather have the points gives the code back, and it works no longer", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  const { code } = await at.seen(held);
  const ask = { customerId: at.ann, redemptionId: held.id, at: now() };
  expect(await returnReward(at.shop.id, ask)).toEqual({ outcome: "returning" });
  expect(await returnReward(at.shop.id, ask)).toEqual({ outcome: "returning" });
  // Not before Shopify has heard of it.
  expect(await at.has()).toMatchObject({ available: 500, held: 500 });
  await at.drain();
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
  await expect(at.buys([code ?? ""])).rejects.toThrow(/cannot be used/);
  expect(await returnReward(at.shop.id, ask)).toEqual({ outcome: "refused", reason: "over" });
});

test("a code is not given back while an order holds it that waits for its payment", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  const order = await at.buys([(await at.seen(held)).code ?? ""], { paid: false });
  expect(await at.seen(held)).toMatchObject({ state: "issued" });
  const ask = { customerId: at.ann, redemptionId: held.id, at: now() };
  expect(await returnReward(at.shop.id, ask)).toEqual({ outcome: "refused", reason: "used" });
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "issued" });

  shopify.standIn.context.acts.orders.pay(at.atShopify, order.id);
  await at.settle();
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
  expect(await at.has()).toMatchObject({ available: 595, held: 0 });
});

test("an order that is cancelled gives the points back, paid or not, and takes the code with it", async () => {
  const { acts } = shopify.standIn.context;
  const reward = await at.reward();
  const [unpaid, paid] = [heldOf(await at.redeem(reward)), heldOf(await at.redeem(reward))];
  await at.drain();
  const codes = [(await at.seen(unpaid)).code ?? "", (await at.seen(paid)).code ?? ""];
  const first = await at.buys(codes.slice(0, 1), { paid: false });
  const second = await at.buys(codes.slice(1));
  expect(await at.has()).toMatchObject({ available: 95, held: 500 });

  for (const { id } of [first, second])
    acts.orders.cancel(at.atShopify, id, { reason: "customer", refund: true });
  await at.settle();
  expect(await at.seen(unpaid)).toMatchObject({ state: "released" });
  expect(await at.seen(paid)).toMatchObject({ state: "captured", returned: 500n });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
  for (const code of codes) await expect(at.buys([code])).rejects.toThrow(/cannot be used/);
});
