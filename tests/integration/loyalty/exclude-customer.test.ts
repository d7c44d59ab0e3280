import { beforeEach, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";
import { awardMilestones } from "#app/loyalty/earning/actions/award-milestones.server.ts";
import { saveEarningAction } from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { excludeCustomer, includeCustomer } from "#app/loyalty/exclude-customer.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { referralOf } from "#app/loyalty/referrals/referral-of.server.ts";
import { redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import { rewardsFor } from "#app/loyalty/rewards/rewards-for.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { setManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { loadMember } from "#app/loyalty/view.server.ts";
import {
  appendOrderEvent,
  createOrder,
  haveCustomer,
  haveRefund,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const by = (on: string) => ({ actor: "staff.7", at: day(on) });
const done = { outcome: "done" };

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD", timezone: "UTC" })).id;
  ann = await haveCustomer(shop);
  await reviewDueTiers(shop, day("2026-01-01"));
});

/** An order at one point a dollar, heard of and awarded. */
async function bought(id: bigint, amount: number, on: string, customerId = ann): Promise<void> {
  await write(id, amount, on, customerId);
  await hear(id);
}

async function write(id: bigint, amount: number, on: string, customerId = ann): Promise<void> {
  const price = amount * 100;
  const lines = [{ id: id * 10n, priceMinor: price }];
  await createOrder(shop, { id, customerId, lines, totalMinor: price, createdAt: day(on) });
}

async function hear(id: bigint): Promise<void> {
  const events = await appendOrderEvent(shop, "order.changed", id);
  await awardPoints(shop, events);
  await awardMilestones(shop, events);
  await updateTiersAndAchievements(shop, events);
}

async function pointsOf(customerId = ann): Promise<number> {
  const account = await inShop(shop, (tx) => tx.ledgerAccount.findFirst({ where: { customerId } }));
  return Number((account?.available ?? 0n) + (account?.pending ?? 0n) - (account?.debt ?? 0n));
}

/** By orders alone, whatever achievements gave. */
async function postedOf(id: bigint): Promise<bigint | null> {
  const award = await inShop(shop, (tx) => tx.orderAward.findFirst({ where: { orderId: id } }));
  return award?.posted ?? null;
}

async function tierOf(customerId = ann): Promise<string | null> {
  const { tiers } = await listTiers(shop);
  const held = await inShop(shop, (tx) => tx.tierMembership.findFirst({ where: { customerId } }));
  return tiers.find(({ id }) => id === held?.tierId)?.name ?? null;
}

test("what is bought meanwhile never earns, neither then nor after; what goes back is taken back", async () => {
  await bought(1n, 100, "2026-01-05");
  expect(await excludeCustomer(shop, ann, by("2026-02-01"))).toEqual(done);
  expect(await excludeCustomer(shop, ann, by("2026-02-02"))).toEqual(done);
  await bought(2n, 50, "2026-02-10");
  expect([await postedOf(1n), await postedOf(2n)]).toEqual([100n, null]);
  await haveRefund(shop, { id: 9n, orderId: 1n, amountMinor: 4_000, adjustmentMinor: 4_000 });
  await hear(1n);
  expect(await postedOf(1n)).toBe(60n);

  expect(await includeCustomer(shop, ann, by("2026-03-01"))).toEqual(done);
  expect(await includeCustomer(shop, ann, by("2026-03-02"))).toEqual(done);
  await hear(2n);
  await bought(3n, 30, "2026-03-05");
  expect([await postedOf(1n), await postedOf(2n), await postedOf(3n)]).toEqual([60n, 0n, 30n]);
  const log = await inShop(shop, (tx) =>
    tx.auditEntry.findMany({ orderBy: { id: "asc" }, where: { subject: `customer.${ann}` } }),
  );
  expect(log.map(({ action, actor }) => `${action} by ${actor}`)).toEqual([
    "customer.excluded by staff.7",
    "customer.included by staff.7",
  ]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("what was bought before, and is heard of meanwhile, earns once they take part again", async () => {
  await excludeCustomer(shop, ann, by("2026-02-01"));
  await bought(1n, 100, "2026-01-05");
  expect(await postedOf(1n)).toBe(null);
  await includeCustomer(shop, ann, by("2026-03-01"));
  expect(await postedOf(1n)).toBe(100n);
});

test("they leave their tier and come back to it, with no second welcome; what they bought meanwhile lifts nobody", async () => {
  await bought(1n, 10, "2026-01-05");
  expect(await tierOf()).toBe("New");
  await excludeCustomer(shop, ann, by("2026-02-01"));
  await bought(2n, 900, "2026-02-10");
  expect(await tierOf()).toBe(null);
  const given = await pointsOf();
  await includeCustomer(shop, ann, by("2026-03-01"));
  expect([await tierOf(), await pointsOf()]).toEqual(["New", given]);
  const changes = await inShop(shop, (tx) => tx.tierChange.findMany({ orderBy: { id: "asc" } }));
  expect(changes.map(({ reason }) => reason)).toEqual(["earned", "excluded", "included"]);
  const told = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { type: "tier.changed" }, orderBy: { id: "asc" } }),
  );
  expect(told.map(({ source }) => source)).toEqual(["app", "app", "recalculation"]);
});

test("nothing that they do pays, and nothing is shown, offered or redeemed", async () => {
  await bought(1n, 1_000, "2026-01-05");
  await inShop(shop, (tx) =>
    tx.loyaltyProfile.create({
      data: { shopId: shop, customerId: ann, verifiedAt: day("2026-01-06") },
    }),
  );
  const review = { id: null, kind: "review", name: "Review", active: true, points: 50n } as const;
  await saveEarningAction(
    shop,
    { ...review, settings: { photoPoints: "0" }, limit: null } as never,
    day("2026-01-01"),
  );
  expect(await loadMember(shop, ann)).not.toBe(null);
  await excludeCustomer(shop, ann, by("2026-02-01"));
  expect(await loadMember(shop, ann)).toBe(null);
  expect(await rewardsFor(shop, ann, day("2026-02-02"))).toEqual([]);
  expect(await referralOf(shop, ann)).toEqual({ active: false });
  const [reward] = await listRewards(shop, day("2026-02-02"));
  const ask = { customerId: ann, rewardId: reward?.id ?? "", clientKey: newId() };
  expect(await redeem(shop, { ...ask, at: day("2026-02-02") })).toEqual({
    outcome: "refused",
    reason: { code: "not_available" },
  });
  const wrote = { customerId: ann, kind: "review", name: "Tea", sourceKey: "review.1" } as const;
  expect(await awardAction(shop, { ...wrote, at: day("2026-02-03") })).toEqual({
    outcome: "no_earning_action",
  });
  const [tier] = (await listTiers(shop)).tiers;
  const given = { customerId: ann, tierId: tier?.id ?? "", until: null };
  expect(await setManualTier(shop, given, by("2026-02-03"))).toEqual({
    outcome: "refused",
    reason: "excluded",
  });
});

test("it goes on with the record that an excluded one becomes, and is lifted for both", async () => {
  const guest = await haveCustomer(shop, { shopifyId: null });
  await bought(1n, 10, "2026-01-05");
  await excludeCustomer(shop, guest, by("2026-02-01"));
  const merged = await mergeCustomer(shop, guest, ann);
  await transferPoints(shop, merged);
  await updateTiersAndAchievements(shop, merged);
  await bought(2n, 50, "2026-02-10");
  expect([await postedOf(2n), await tierOf(), await loadMember(shop, ann)]).toEqual([
    null,
    null,
    null,
  ]);
  await includeCustomer(shop, guest, by("2026-03-01"));
  expect(await tierOf()).toBe("New");
  expect(await inShop(shop, (tx) => tx.programExclusion.count({ where: { until: null } }))).toBe(0);
  expect(await verifyLedger(shop)).toEqual([]);
});
