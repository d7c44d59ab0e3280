import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { grantReward } from "#app/loyalty/rewards/redemption/grant-reward.server.ts";
import { returnByHand } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
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

const takeBack = (redemptionId: string, customerId = at.ann) =>
  returnByHand(at.shop.id, { customerId, redemptionId, at: now() }, "staff.7");

const written = () =>
  inShop(at.shop.id, (tx) => tx.auditEntry.findMany({ where: { action: "reward.taken_back" } }));

test("somebody of the shop gives an unused code back, and it is written down once who", async () => {
  const rewardId = await at.reward();
  const held = heldOf(await at.redeem(rewardId));
  expect(await takeBack(held.id)).toEqual({ outcome: "refused", reason: "not_ready" });
  await at.drain();
  const twice = await Promise.all([takeBack(held.id), takeBack(held.id)]);
  expect(twice).toEqual([{ outcome: "returning" }, { outcome: "returning" }]);
  expect(await written()).toMatchObject([
    {
      actor: "staff.7",
      subject: `customer.${at.ann}`,
      before: null,
      after: { rewardId, points: "500" },
    },
  ]);

  await at.drain();
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
  expect(await takeBack(held.id)).toEqual({ outcome: "refused", reason: "over" });
});

test("a reward that was given is withdrawn, and moves no points", async () => {
  const rewardId = await at.reward();
  const gift = { customerId: at.ann, rewardId, key: "gold.1", at: now() };
  const given = await inShop(at.shop.id, (tx) => grantReward(tx, gift));
  const id = given?.id ?? "";
  await at.drain();
  expect(await takeBack(id)).toEqual({ outcome: "returning" });
  await at.drain();
  expect(await at.seen({ id })).toMatchObject({ state: "released" });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
  expect(await written()).toMatchObject([{ after: { points: "0" } }]);
});

test("a code that is on an order, and one of another person, stay as they are", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  const notThere = { outcome: "refused", reason: "not_found" };
  expect(await takeBack(held.id, held.id)).toEqual(notThere);
  expect(await takeBack(at.ann)).toEqual(notThere);
  await at.buys([(await at.seen(held)).code ?? ""]);
  expect(await takeBack(held.id)).toEqual({ outcome: "refused", reason: "used" });
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
  expect(await written()).toEqual([]);
});
