import { expect, test } from "vitest";

import { customerTimeline, loadCustomer } from "#app/customers/timeline/customer.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { loadCustomerProgram } from "#app/loyalty/customer-program.server.ts";
import { adjustBalance, undoAdjustment } from "#app/loyalty/ledger/adjust-balance.server.ts";
import { giveReward } from "#app/loyalty/rewards/redemption/give-reward.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { setManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { appendOrderEvent, createOrder, haveCustomer } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-20T10:00:00Z");
const by = { actor: "staff.7", at };

/** Ann, who has ordered twice, for 30 and for 20. */
async function shopWithAnn() {
  const { id: shopId } = await createShop({ currency: "USD", timezone: "UTC" });
  const ann = await haveCustomer(shopId);
  await listTiers(shopId);
  await reviewDueTiers(shopId, at);
  for (const [id, price] of [
    [1n, 3_000],
    [2n, 2_000],
  ] as const) {
    const lines = [{ id: id * 10n, priceMinor: price }];
    await createOrder(shopId, { id, customerId: ann, lines, totalMinor: price });
    const events = await appendOrderEvent(shopId, "order.paid", id);
    await awardPoints(shopId, events);
    await updateTiersAndAchievements(shopId, events);
  }
  return { shopId, ann };
}

test("their tier and the way to the next one, badges earned and on the way, and what they ever earned", async () => {
  const { shopId, ann } = await shopWithAnn();
  const program = await loadCustomerProgram(shopId, ann, at);
  expect(program).toMatchObject({
    isLive: true,
    excludedSince: null,
    birthday: null,
    byHand: null,
  });
  expect(program.tier?.name).toBe("Loyal");
  expect(program.next).toMatchObject({
    name: "VIP",
    steps: [
      { basis: "orders", have: 2, atLeast: 5 },
      { basis: "spend", have: 5_000 },
    ],
  });
  const badges = program.badges.map(({ name, reachedAt, have, threshold }) => [
    name,
    reachedAt !== null,
    `${have} of ${threshold}`,
  ]);
  expect(badges[0]).toEqual(["First order", true, "1 of 1"]);
  expect(badges).toContainEqual(["Five orders", false, "2 of 5"]);

  const before = program.lifetime.earned;
  const change = { customerId: ann, points: 100n, clientKey: newId() };
  await adjustBalance(shopId, { ...change, notes: { internal: "x", public: null } }, by.actor, at);
  expect((await loadCustomerProgram(shopId, ann, at)).lifetime.earned).toBe(before + 100);
  const entry = await inShop(shopId, (tx) =>
    tx.ledgerEntry.findFirst({ where: { kind: "adjust" } }),
  );
  await undoAdjustment(shopId, entry?.id ?? "", by);
  expect((await loadCustomerProgram(shopId, ann, at)).lifetime.earned).toBe(before);
});

test("a tier that was given by hand, a friend and the code that brought them", async () => {
  const { shopId, ann } = await shopWithAnn();
  const bob = await haveCustomer(shopId);
  await inShop(shopId, async (tx) => {
    await tx.referralCode.create({
      data: { shopId, customerId: ann, code: "ANN12345", createdAt: at },
    });
    await tx.customer.updateMany({ where: { id: bob }, data: { firstName: "Bob" } });
    await tx.referral.create({
      data: {
        shopId,
        id: newId(),
        advocateId: ann,
        friendId: bob,
        orderId: 9n,
        via: "link",
        state: "pending",
        snapshot: {},
        placedAt: at,
        dueAt: at,
      },
    });
  });
  const vip = (await listTiers(shopId)).tiers.find(({ name }) => name === "VIP");
  const until = new Date("2099-01-01T00:00:00Z");
  await setManualTier(shopId, { customerId: ann, tierId: vip?.id ?? "", until }, by);
  const program = await loadCustomerProgram(shopId, ann, at);
  expect(program.tier).toMatchObject({ name: "VIP", until: until.toISOString() });
  expect(program.byHand).toEqual({ tierId: vip?.id, until: until.toISOString() });
  expect(program.referral).toMatchObject({
    friends: [{ customerId: bob, name: "Bob", state: "pending" }],
    broughtBy: null,
  });
  expect(program.referral.url).toMatch(/\/apps\/encore\/r\/ANN12345$/);
  expect((await loadCustomerProgram(shopId, bob, at)).referral).toMatchObject({
    friends: [],
    broughtBy: { customerId: ann },
  });
});

test("what happened names the tier, the reward and the badge, and orders lead to Shopify while they are there", async () => {
  const { shopId, ann } = await shopWithAnn();
  const [reward] = await listRewards(shopId, at);
  await giveReward(
    shopId,
    { customerId: ann, rewardId: reward?.id ?? "", key: "form.1", at },
    "staff.7",
  );
  const { rows } = await customerTimeline(shopId, ann, { limit: 50 });
  const namesOf = (type: string) => rows.filter((row) => row.type === type).map((row) => row.names);
  expect(namesOf("reward.redeemed")).toEqual([{ reward: reward?.name, isGift: true }]);
  expect(namesOf("tier.changed")).toContainEqual({ fromTier: "New", tier: "Loyal" });
  expect(namesOf("achievement.unlocked")).toContainEqual({ achievement: "First order" });
  expect(rows.find(({ orderName }) => orderName === "#1")?.orderId).toBe("1");
  await inShop(shopId, (tx) => tx.order.updateMany({ where: { id: 1n }, data: { deletedAt: at } }));
  const after = (await customerTimeline(shopId, ann, { limit: 50 })).rows;
  expect(after.find(({ orderName }) => orderName === "#1")?.orderId).toBe(null);
  const log = await inShop(shopId, (tx) =>
    tx.auditEntry.findFirst({ where: { action: "reward.given" } }),
  );
  expect(log?.after).toMatchObject({ reward: reward?.name });
});

test("records that are one, and such that no longer are, with why; and what was said to email", async () => {
  const { shopId, ann } = await shopWithAnn();
  const guest = await haveCustomer(shopId, { shopifyId: null, mergedIntoId: ann });
  const other = await haveCustomer(shopId);
  await inShop(shopId, async (tx) => {
    const edge = { shopId, source: "webhook", confidence: 100, at };
    await tx.identityEdge.createMany({
      data: [
        { ...edge, id: newId(), keptId: ann, mergedId: guest, reason: "same_email" },
        { ...edge, id: newId(), keptId: other, mergedId: ann, reason: "same_email", undoneAt: at },
      ],
    });
    await tx.consent.create({
      data: {
        shopId,
        channel: "email",
        addressHash: Buffer.from("ann"),
        customerId: ann,
        state: "subscribed",
        source: "shopify",
        at,
      },
    });
  });
  const customer = await loadCustomer(shopId, ann);
  expect(
    customer?.links.map(({ id, reason, undoneAt }) => [id, reason, undoneAt !== null]),
  ).toEqual(
    expect.arrayContaining([
      [guest, "same_email", false],
      [other, "same_email", true],
    ]),
  );
  expect(customer?.consents).toMatchObject([{ channel: "email", state: "subscribed" }]);
});
