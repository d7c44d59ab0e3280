import { beforeEach, expect, test } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import {
  listAchievements,
  saveAchievement,
} from "#app/loyalty/achievements/achievements.server.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import { unfreezeAccount } from "#app/loyalty/unfreeze-account.server.ts";
import { dueLoyaltyWork } from "#tests/support/loyalty/due-loyalty-work.ts";
import { settleReferrals } from "#app/loyalty/referrals/settle-referrals.server.ts";
import { haveCustomer, createOrder, mergeCustomer } from "#tests/support/loyalty/factories.ts";
import { earn, post } from "#tests/support/loyalty/ledger-actions.ts";
import { memberSnapshot } from "#tests/support/loyalty/member-snapshot.ts";
import { createShop } from "#tests/support/shop.ts";

const PAST = new Date("2026-11-02T10:00:00Z");

let shop: string;
let ann: string;
let bob: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop);
  bob = await haveCustomer(shop);
  for (const id of [ann, bob]) await post(shop, earn(id, 100, { at: PAST }), PAST);
});

async function freeze(customerId: string): Promise<void> {
  const where = { shopId_customerId: { shopId: shop, customerId } };
  await inShop(shop, (tx) => tx.ledgerAccount.update({ where, data: { frozenAt: now() } }));
}

async function due(): Promise<string[]> {
  const work = await dueLoyaltyWork(now());
  return work.flatMap(({ shopId, job }) => (shopId === shop ? job : []));
}

/** A code of Ann's whose time is over. */
async function haveLapsed(onLapse: "return" | "forfeit"): Promise<void> {
  const id = newId();
  const about = { shopId: shop, id, customerId: ann, rewardId: newId(), clientKey: id };
  const rewardSnapshot = { onLapse };
  const data = { ...about, state: "issued", points: 50n, rewardSnapshot, heldAt: PAST };
  await inShop(shop, (tx) => tx.redemption.create({ data: { ...data, expiresAt: PAST } }));
}

async function haveReferral(friendId: string): Promise<void> {
  await createOrder(shop, { id: 1n, customerId: friendId, lines: [{ id: 1n, priceMinor: 9_000 }] });
  const gift = { points: "200" };
  const snapshot = {
    advocateReward: gift,
    friendReward: gift,
    minimumMinor: null,
    strictness: "standard",
  };
  const about = { shopId: shop, id: newId(), advocateId: ann, friendId, orderId: 1n };
  const data = { ...about, via: "link", state: "pending", snapshot, placedAt: PAST, dueAt: PAST };
  await inShop(shop, (tx) => tx.referral.create({ data }));
}

async function haveTerm(): Promise<void> {
  const about = { shopId: shop, customerId: ann, tierId: newId(), since: PAST, version: 1 };
  const data = { ...about, termEndsAt: PAST, updatedAt: PAST };
  await inShop(shop, (tx) => tx.tierMembership.create({ data }));
}

test.each([
  ["lapse-rewards", () => haveLapsed("forfeit")],
  ["settle-referrals", () => haveReferral(bob)],
  ["review-tiers", haveTerm],
])("%s is not due for a frozen account, and is at once when it moves again", async (job, have) => {
  await have();
  expect(await due()).toContain(job);
  await freeze(ann);
  expect(await due()).not.toContain(job);
  expect(await unfreezeAccount(shop, ann, { actor: "encore", at: now() })).toEqual([]);
  expect(await due()).toContain(job);
});

test("a friend whose account is frozen keeps nobody busy either, also when they turn out to be somebody else", async () => {
  await haveReferral(bob);
  await freeze(bob);
  expect(await due()).not.toContain("settle-referrals");
  const bert = await haveCustomer(shop);
  await post(shop, earn(bert, 100, { at: PAST }), PAST);
  await unfreezeAccount(shop, bob, { actor: "encore", at: now() });
  await freeze(bert);
  await mergeCustomer(shop, bob, bert);
  await settleReferrals(shop, now());
  expect(await due()).not.toContain("settle-referrals");
});

test("a code whose points come back lapses also while nothing moves", async () => {
  await haveLapsed("return");
  await freeze(ann);
  expect(await due()).toContain("lapse-rewards");
});

test("what a frozen account had reached when the night looked is found as soon as it moves again", async () => {
  await createOrder(shop, { id: 1n, customerId: ann, lines: [{ id: 1n, priceMinor: 9_000 }] });
  await freeze(ann);
  const [first] = await listAchievements(shop);
  const easier = { ...first!, id: null, name: "Bought something" };
  await saveAchievement(shop, easier, { actor: "encore", at: PAST });
  await advanceDaily(shop, now());
  const reached = async () => (await memberSnapshot(shop, ann)).reached;
  expect(await reached()).toEqual([]);
  await unfreezeAccount(shop, ann, { actor: "encore", at: now() });
  expect(await reached()).toContain("Bought something");
});
