import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { unfreezeAccount } from "#app/loyalty/unfreeze-account.server.ts";
import { grantReward } from "#app/loyalty/rewards/redemption/grant-reward.server.ts";
import { findRedemption } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { returnReward } from "#app/loyalty/rewards/redemption/return-reward.server.ts";
import { withdrawReward } from "#app/loyalty/rewards/settlement/withdraw-rewards.server.ts";
import { claimForCreation } from "#app/storefront/discounts/reward-issues.server.ts";
import type { FAULT_MODES } from "#tests/stand-in/faults.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { haveCustomer, mergeCustomer } from "#tests/support/loyalty/factories.ts";
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
afterEach(async () => {
  fault("none");
  expect(await at.isSound()).toBe(true);
});

function fault(
  mode: (typeof FAULT_MODES)[number],
  operation: string | null = null,
  count: number | null = mode === "none" ? null : 1,
): void {
  shopify.standIn.context.faults.set({ mode, count, ms: 0, operation });
}

const credits = () =>
  at.store.storeCreditAccounts
    .list(at.atShopify.id)
    .flatMap(({ customerId, transactions }) => transactions.map((one) => ({ ...one, customerId })))
    .filter(({ kind }) => kind === "credit");

test.each([
  ["amount", { amountMinor: 500 }, { gets: { value: { kind: "amount", amountMinor: 500 } } }],
  ["percentage", { percentBps: 1_500 }, { gets: { value: { percentage: 0.15 } } }],
  ["free_shipping", {}, { kind: "free_shipping" }],
])("a reward of the kind %s is a discount of its own", async (kind, traits, discount) => {
  const combinesWith = { productDiscounts: true };
  const reward = await at.reward({ kind, minimumMinor: 2_000, combinesWith, ...traits });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "issued" });
  expect(at.discounts()).toMatchObject([
    {
      ...discount,
      minimum: { kind: "subtotal", subtotalMinor: 2_000 },
      combinesWith: { order: false, product: true, shipping: false },
      tags: ["encore"],
    },
  ]);
});

test("a free product is its price off, once, however many are in the cart", async () => {
  const [sixty] = at.store.products.list(at.atShopify.id).filter(({ title }) => title === "SIXTY");
  const productIds = [String(sixty?.id)];
  const reward = await at.reward({ kind: "free_product", cost: 900, productIds });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  const lines = [{ sku: "SIXTY", quantity: 3 }];
  await at.buys([(await at.seen(held)).code ?? ""], { lines });
  expect(await at.has()).toMatchObject({ available: 100 + 120, held: 0 });
});

test("when the answer is lost the code is found again, and there is one discount", async () => {
  fault("lost", "discountCodeBasicCreate");
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "held" });
  await at.tryAgain();
  expect(await at.seen(held)).toMatchObject({ state: "issued" });
  expect(at.discounts()).toHaveLength(1);
});

test("Shopify refuses: the points go back at once", async () => {
  fault("refused", "discountCodeBasicCreate");
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "released", failure: "shop_refused" });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
});

test("store credit is given once, though Shopify would give it twice, and its points are spent", async () => {
  fault("lost", "storeCreditAccountCredit");
  const reward = await at.reward({ kind: "store_credit", validDays: 365 });
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  expect(credits()).toHaveLength(1);
  await at.tryAgain();
  expect(credits()).toMatchObject([{ amountMinor: 500 }]);
  expect(await at.seen(held)).toMatchObject({ state: "captured", code: null });
  expect(await at.has()).toMatchObject({ available: 500, held: 0 });

  // Another one like it is not taken for the first.
  const other = heldOf(await at.redeem(reward));
  await at.drain();
  expect(await at.seen(other)).toMatchObject({ state: "captured" });
  expect(credits()).toHaveLength(2);
});

test("store credit whose answer was lost is not given to who its owner turns out to be as well", async () => {
  const bob = await at.neighbour("bob@example.com");
  fault("lost", "storeCreditAccountCredit");
  const held = heldOf(await at.redeem(await at.reward({ kind: "store_credit" })));
  await at.drain();
  await mergeCustomer(at.shop.id, at.ann, bob.id);
  await at.tryAgain();
  expect(credits().map(({ customerId }) => customerId)).toEqual([at.annAtShopify]);
  expect(await findRedemption(at.shop.id, bob.id, held.id)).toMatchObject({ state: "captured" });
});

test("store credit whose answer was lost twice, on either side of a merge, is given once", async () => {
  const bob = await at.neighbour("bob@example.com");
  fault("500", "storeCreditAccountCredit", null);
  const held = heldOf(await at.redeem(await at.reward({ kind: "store_credit" })));
  await at.drain();
  await mergeCustomer(at.shop.id, at.ann, bob.id);
  fault("lost", "storeCreditAccountCredit");
  await at.tryAgain();
  const guest = await haveCustomer(at.shop.id, { shopifyId: null });
  await mergeCustomer(at.shop.id, bob.id, guest);
  await at.tryAgain();
  expect(credits().map(({ customerId }) => customerId)).toEqual([bob.atShopify]);
  expect(await findRedemption(at.shop.id, guest, held.id)).toMatchObject({ state: "captured" });
  const issue = await inShop(at.shop.id, (tx) => tx.rewardIssue.findFirstOrThrow());
  expect(issue.askedFor).toEqual([]);
});

test("a gift card whose answer was lost is not refused because its owner turns out to be a guest", async () => {
  fault("lost", "giftCardCreate");
  const held = heldOf(await at.redeem(await at.reward({ kind: "gift_card" })));
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "held" });
  const guest = await haveCustomer(at.shop.id, { shopifyId: null });
  await mergeCustomer(at.shop.id, at.ann, guest);
  await at.tryAgain();
  const made = await findRedemption(at.shop.id, guest, held.id);
  expect(made).toMatchObject({ state: "captured" });
  expect(at.store.giftCards.list(at.atShopify.id)).toMatchObject([{ code: made?.code }]);
});

test("store credit that was not given when the call broke off is asked for again", async () => {
  fault("500", "storeCreditAccountCredit");
  const held = heldOf(await at.redeem(await at.reward({ kind: "store_credit" })));
  await at.drain();
  expect(credits()).toHaveLength(0);
  await at.tryAgain();
  expect(credits()).toHaveLength(1);
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
});

test("store credit that a worker was asking for when it ended is waited for, and given once", async () => {
  const held = heldOf(await at.redeem(await at.reward({ kind: "store_credit" })));
  // It ended between asking and hearing: the call is on its way, and cannot be found at Shopify yet.
  const { asked } = await claimForCreation(at.shop.id, [held.id]);
  expect(asked).toHaveLength(1);
  await at.tryAgain();
  expect(credits()).toEqual([]);
  expect(await at.seen(held)).toMatchObject({ state: "held" });

  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7 * 60_000 });
  await at.tryAgain();
  vi.useRealTimers();
  expect(credits()).toHaveLength(1);
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
});

test("a gift card is made once, with the code that the shopper sees", async () => {
  fault("lost", "giftCardCreate");
  const held = heldOf(await at.redeem(await at.reward({ kind: "gift_card", validDays: 365 })));
  await at.drain();
  await at.tryAgain();
  const cards = at.store.giftCards.list(at.atShopify.id);
  const { state, code } = await at.seen(held);
  expect(state).toBe("captured");
  expect(cards).toMatchObject([{ code, initialMinor: 500, customerId: at.annAtShopify }]);
});

test("a reward with one discount for all: each code works once, and one can be taken out alone", async () => {
  const reward = await at.reward({ codes: "shared", cost: 250 });
  const held = [heldOf(await at.redeem(reward)), heldOf(await at.redeem(reward))] as const;
  await at.drain();
  const third = heldOf(await at.redeem(reward));
  await at.drain();
  expect(at.discounts()).toMatchObject([{ usageLimit: 1, audience: { kind: "all" } }]);
  const codes = await Promise.all([...held, third].map(async (one) => (await at.seen(one)).code));
  expect(new Set(codes).size).toBe(3);

  await at.buys([codes[0] ?? ""]);
  expect(await at.seen(held[0])).toMatchObject({ state: "captured" });
  await expect(at.buys([codes[0] ?? ""])).rejects.toThrow(/used up/);

  const ask = { customerId: at.ann, redemptionId: held[1].id, at: now() };
  await returnReward(at.shop.id, ask);
  await at.drain();
  expect(await at.seen(held[1])).toMatchObject({ state: "released" });
  await at.buys([codes[2] ?? ""]);
  expect(await at.seen(third)).toMatchObject({ state: "captured" });
});

test("on a frozen account nothing is redeemed, and what was redeemed before is settled when it is looked after", async () => {
  const reward = await at.reward();
  const held = heldOf(await at.redeem(reward));
  await at.drain();
  await freeze(now());
  expect(await at.redeem(reward)).toEqual({ outcome: "refused", reason: { code: "frozen" } });

  await at.buys([(await at.seen(held)).code ?? ""]);
  expect(await at.seen(held)).toMatchObject({ state: "issued" });
  await freeze(null);
  await at.tryAgain();
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
  expect(await at.has()).toMatchObject({ available: 595, held: 0 });
});

test("what a frozen account kept waiting happens as soon as it moves again", async () => {
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  await freeze(now());
  await at.buys([(await at.seen(held)).code ?? ""]);
  await waitForHours();
  expect(await unfreezeAccount(at.shop.id, at.ann, { actor: "encore", at: now() })).toEqual([]);
  await at.drain();
  expect(await at.seen(held)).toMatchObject({ state: "captured" });
});

/** As after many tries. */
async function waitForHours(): Promise<void> {
  const dueAt = new Date(now().getTime() + 6 * 3_600_000);
  await inShop(at.shop.id, (tx) =>
    tx.reaction.updateMany({ where: { shopId: at.shop.id, state: "pending" }, data: { dueAt } }),
  );
}

async function freeze(frozenAt: Date | null): Promise<void> {
  const where = { shopId_customerId: { shopId: at.shop.id, customerId: at.ann } };
  await inShop(at.shop.id, (tx) => tx.ledgerAccount.update({ where, data: { frozenAt } }));
}

test.each(["amount", "free_product"])(
  "a reward (%s) for somebody who is no customer yet is anybody's, once",
  async (kind) => {
    const [sixty] = at.store.products
      .list(at.atShopify.id)
      .filter(({ title }) => title === "SIXTY");
    const rewardId = await at.reward({ kind, productIds: [String(sixty?.id)] });
    const visitId = newId();
    const given = await inShop(at.shop.id, (tx) =>
      grantReward(tx, {
        customerId: visitId,
        rewardId,
        key: "welcome",
        at: now(),
        anyone: true,
      }),
    );
    await at.drain();
    const made = await findRedemption(at.shop.id, visitId, given?.id ?? "");
    expect(made).toMatchObject({ state: "issued" });

    const guest = { customerId: null, email: "new@example.com" };
    await at.buys([made?.code ?? ""], guest);
    expect(await findRedemption(at.shop.id, visitId, given?.id ?? "")).toMatchObject({
      state: "captured",
    });
    await expect(at.buys([made?.code ?? ""], guest)).rejects.toThrow(/used up/);
  },
);

test("of a reward's welcome codes nobody can use two, under whatever mailboxes they got them", async () => {
  const rewardId = await at.reward();
  const codes = await Promise.all([welcome(rewardId), welcome(rewardId), welcome(rewardId)]);
  await at.drain();
  const eve = { customerId: null, email: "eve@example.com" };
  await at.buys([codes[0]], eve);
  await expect(at.buys([codes[1]], eve)).rejects.toThrow(/already/);
  await at.buys([codes[2]], { customerId: null, email: "bob@example.com" });
  // What members redeem of the same reward they may redeem again.
  expect(at.discounts()).toMatchObject([{ oncePerCustomer: true, usageLimit: 1 }]);
});

async function welcome(rewardId: string): Promise<string> {
  const about = { customerId: newId(), rewardId, key: "welcome", at: now(), anyone: true };
  const given = await inShop(at.shop.id, (tx) => grantReward(tx, about));
  const where = { shopId_id: { shopId: at.shop.id, id: given?.id ?? "" } };
  const row = await inShop(at.shop.id, (tx) => tx.redemption.findUniqueOrThrow({ where }));
  return row.code ?? "";
}

test("a reward that is given costs nothing, comes once, and can be taken back while it is unused", async () => {
  const rewardId = await at.reward();
  const give = () =>
    inShop(at.shop.id, (tx) =>
      grantReward(tx, { customerId: at.ann, rewardId, key: "gold.1", at: now() }),
    );
  const given = await give();
  expect(await give()).toMatchObject({ id: given?.id, points: 0n });
  const id = given?.id ?? "";
  await at.drain();
  expect(await at.seen({ id })).toMatchObject({ state: "issued", points: 0n });
  expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });

  expect(await inShop(at.shop.id, (tx) => withdrawReward(tx, id, "tier_lost", now()))).toBe(true);
  await at.drain();
  expect(await at.seen({ id })).toMatchObject({ state: "released" });
});

test.each(["store_credit", "gift_card", "amount"])(
  "a reward (%s) that is taken back before Shopify was asked for it is never made, and its points come back",
  async (kind) => {
    const held = heldOf(await at.redeem(await at.reward({ kind })));
    await takeBack(held.id);
    await at.drain();
    expect(await at.seen(held)).toMatchObject({ state: "released" });
    expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
    expect([...credits(), ...cards(), ...at.discounts()]).toEqual([]);
  },
);

test.each([
  ["store_credit", "storeCreditAccountCredit"],
  ["gift_card", "giftCardCreate"],
])(
  "money (%s) that Shopify made before it was taken back is the customer's: its points are spent",
  async (kind, call) => {
    fault("lost", call);
    const held = heldOf(await at.redeem(await at.reward({ kind })));
    await at.drain();
    await takeBack(held.id);
    await at.drain();
    await at.tryAgain();
    expect(await at.seen(held)).toMatchObject({ state: "captured" });
    expect(await at.has()).toMatchObject({ available: 500, held: 0 });
    expect([...credits(), ...cards()]).toHaveLength(1);
  },
);

test.each([
  ["store_credit", "storeCreditAccountCredit"],
  ["amount", "discountCodeBasicCreate"],
])(
  "a reward (%s) that Shopify refuses after it was taken back gives its points back",
  async (kind, call) => {
    fault("500", call);
    const held = heldOf(await at.redeem(await at.reward({ kind })));
    await at.drain();
    await takeBack(held.id);
    fault("refused", call);
    await at.tryAgain();
    expect(await at.seen(held)).toMatchObject({ state: "released" });
    expect(await at.has()).toMatchObject({ available: 1_000, held: 0 });
  },
);

test("a code whose making broke off is made to its end, and taken out again where it was taken back", async () => {
  fault("lost", "discountCodeBasicCreate");
  const held = heldOf(await at.redeem(await at.reward()));
  await at.drain();
  await takeBack(held.id);
  await at.tryAgain();
  expect(await at.seen(held)).toMatchObject({ state: "released" });
  expect(at.discounts()).toHaveLength(1);
  const { code } = await inShop(at.shop.id, (tx) =>
    tx.redemption.findUniqueOrThrow({ where: { shopId_id: { shopId: at.shop.id, id: held.id } } }),
  );
  await expect(at.buys([code ?? ""])).rejects.toThrow();
});

const cards = () => at.store.giftCards.list(at.atShopify.id);

function takeBack(id: string): Promise<boolean> {
  return inShop(at.shop.id, (tx) => withdrawReward(tx, id, "undone", now()));
}
