import { beforeEach, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { PartialRetry, Retry } from "#app/ground/retry.ts";
import type { Campaign } from "#app/loyalty/earning/campaigns/campaign.ts";
import {
  type CampaignSettings,
  deleteCampaign,
  listCampaigns,
  saveCampaign,
} from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import {
  balancesOf,
  haveCollection,
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  type LineTraits,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-01T09:00:00Z");

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop);
});

async function order(id: bigint, lines: LineTraits[], createdAt?: Date): Promise<void> {
  await createOrder(shop, { id, customerId: ann, lines, ...(createdAt && { createdAt }) });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", id));
}

async function again(id: bigint): Promise<void> {
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", id));
}

const campaign: CampaignSettings = {
  id: null,
  name: "Singles' Day",
  active: true,
  startsAt: new Date("2026-11-01T00:00:00Z"),
  endsAt: new Date("2026-11-02T00:00:00Z"),
  multiplierBps: 20_000,
  productIds: [],
  collectionIds: [],
  tierIds: [],
};

test("case 3 and 48: an excluded collection and a doubled product, refunded line by line at what they earned", async () => {
  const multipliers = [{ productIds: [2n], collectionIds: [], multiplierBps: 20_000 }];
  await saveProgram(shop, { excludedCollectionIds: [70n], multipliers }, at);
  await haveCollection(shop, 70n, [1n]);
  const lines = [1n, 2n, 3n].map((id) => ({ id, productId: id, priceMinor: 4000 }));
  await order(1n, lines);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 120 });

  // The program and the collection are other ones now; the order stays what it was.
  await saveProgram(shop, { excludedCollectionIds: [], multipliers: [] }, at);
  await haveCollection(shop, 70n, []);
  await haveRefund(shop, { id: 9n, orderId: 1n, lines: [{ lineId: 2n, quantity: 1 }] });
  await again(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 40 });
  await haveRefund(shop, { id: 10n, orderId: 1n, lines: [{ lineId: 1n, quantity: 1 }] });
  await again(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 40 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("what an edit adds is rated when it is seen, by the order's own rule", async () => {
  const multipliers = [{ productIds: [], collectionIds: [70n], multiplierBps: 20_000 }];
  await saveProgram(shop, { multipliers }, at);
  await haveCollection(shop, 70n, [1n]);
  const first = { id: 1n, productId: 1n, priceMinor: 1000 };
  await order(1n, [first]);
  await saveProgram(shop, { multipliers: [] }, at);
  await haveCollection(shop, 70n, [2n]);
  const added = { id: 2n, productId: 2n, priceMinor: 1000 };
  await createOrder(shop, { id: 1n, customerId: ann, lines: [first, added] });
  await again(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 40 });
  const award = await inShop(shop, (tx) => tx.orderAward.findFirstOrThrow());
  expect(award.lineRates).toEqual({
    1: { eligible: true, multiplierBps: 20_000, productBps: 20_000 },
    2: { eligible: true, multiplierBps: 20_000, productBps: 20_000 },
  });
});

test("orders wait for a collection that was never read, and are right once it was", async () => {
  await saveProgram(shop, { excludedCollectionIds: [70n] }, at);
  await createOrder(shop, {
    id: 1n,
    customerId: ann,
    lines: [{ id: 1n, productId: 1n, priceMinor: 5000 }],
  });
  const events = await appendOrderEvent(shop, "order.paid", 1n);
  await expect(awardPoints(shop, events)).rejects.toBeInstanceOf(Retry);
  await haveCollection(shop, 70n, [1n]);
  await awardPoints(shop, events);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
  await haveCollection(shop, 70n, []);
  await again(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
});

test("case 33: a campaign pays for orders that were made in it, whenever they are paid, and is told to the storefront", async () => {
  const { version } = await loadProgram(shop);
  const saved = (await saveCampaign(shop, campaign, at)) as Campaign;
  expect(await saveCampaign(shop, { ...campaign, id: saved.id }, at)).toEqual(saved);
  expect((await loadProgram(shop)).version).toBe(version + 1);
  expect(await listCampaigns(shop)).toEqual([saved]);

  await order(1n, [{ id: 1n, priceMinor: 5000 }], new Date("2026-11-01T23:59:00Z"));
  await order(2n, [{ id: 2n, priceMinor: 5000 }], new Date("2026-11-02T00:00:00Z"));
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 150 });

  await deleteCampaign(shop, saved.id, at);
  await again(1n);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 150 });
});

test("case 32: the tier that somebody was in when they ordered lets the order earn more, and opens its campaigns", async () => {
  const gold = await haveTier(15_000);
  await saveCampaign(shop, { ...campaign, tierIds: [gold] }, at);
  const line = (id: bigint) => [{ id, priceMinor: 10_000 }];
  const posted = async () => {
    const awards = await inShop(shop, (tx) =>
      tx.orderAward.findMany({ orderBy: { orderId: "asc" } }),
    );
    return awards.map((award) => Number(award.posted));
  };
  await order(1n, line(1n), new Date("2026-11-01T11:00:00Z"));
  await order(2n, line(2n), new Date("2026-11-01T13:00:00Z"));
  await order(3n, line(3n), new Date("2026-11-02T13:00:00Z"));
  await order(4n, line(4n), new Date("2026-11-04T13:00:00Z"));
  expect(await posted()).toEqual([100, 250, 150, 100]);

  await inShop(shop, (tx) =>
    tx.tierProgram.updateMany({ data: { active: false, version: { increment: 1 } } }),
  );
  await order(5n, line(5n), new Date("2026-11-02T13:00:00Z"));
  await again(3n);
  expect(await posted()).toEqual([100, 250, 150, 100, 100]);
});

test("case 12: the pending period is the order's own, in the ledger as in the rule", async () => {
  // So long that both end in the future, whenever this test runs.
  await saveProgram(shop, { pendingDays: 9_000 }, at);
  await order(1n, [{ id: 1n, priceMinor: 5000 }]);
  await saveProgram(shop, { pendingDays: 8_000 }, at);
  await order(2n, [{ id: 2n, priceMinor: 3000 }]);
  await releasePoints(shop, daysAfterPayment(8_000));
  expect(await balancesOf(shop, ann)).toEqual({ available: 30, pending: 50, debt: 0 });
  await releasePoints(shop, daysAfterPayment(9_000));
  expect(await balancesOf(shop, ann)).toEqual({ available: 80, pending: 0, debt: 0 });
});

test("case 14: 100 of which a gift card that was a reward paid 20 → 80; one that was bought → 100", async () => {
  await haveReward("gift_card", 2000n, "gid://shopify/GiftCard/7");
  await order(1n, [{ id: 1n, priceMinor: 10_000 }]);
  await paidWith(1n, { giftCards: [{ id: "7", minor: "2000" }], storeCredit: "0" });
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 80 });
  await paidWith(2n, { giftCards: [{ id: "8", minor: "2000" }], storeCredit: "0" });
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 180 });
});

test("case 14: nothing is awarded before it is known what a card paid that may have been a reward", async () => {
  await haveReward("gift_card", 2000n, "gid://shopify/GiftCard/7");
  await expect(paidWith(1n, null)).rejects.toBeInstanceOf(PartialRetry);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
  await paidWith(1n, { giftCards: [{ id: "7", minor: "10000" }], storeCredit: "0" });
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 0 });
});

test("case 14 and 13: store credit that was a reward earns nothing, and more than that was a refund's and earns", async () => {
  await haveReward("store_credit", 3000n, null);
  await paidWith(1n, { giftCards: [], storeCredit: "2000" });
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 80 });
  await paidWith(2n, { giftCards: [], storeCredit: "5000" }); // 10 of the reward are left.
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 170 });
});

test("an order of a frozen account waits alone", async () => {
  const bob = await haveCustomer(shop);
  await order(1n, [{ id: 1n, priceMinor: 1000 }]);
  await inShop(shop, (tx) => tx.ledgerAccount.updateMany({ data: { frozenAt: at } }));
  await createOrder(shop, { id: 2n, customerId: ann, lines: [{ id: 2n, priceMinor: 1000 }] });
  await createOrder(shop, { id: 3n, customerId: bob, lines: [{ id: 3n, priceMinor: 1000 }] });
  const events = await appendOrderEvent(shop, "order.paid", 2n, 3n);
  await expect(awardPoints(shop, events)).rejects.toBeInstanceOf(PartialRetry);
  expect(await balancesOf(shop, bob)).toMatchObject({ available: 10 });
  await inShop(shop, (tx) => tx.ledgerAccount.updateMany({ data: { frozenAt: null } }));
  await awardPoints(shop, events);
  expect(await balancesOf(shop, ann)).toMatchObject({ available: 20 });
});

function daysAfterPayment(days: number): Date {
  return new Date(new Date("2026-11-01T10:00:00Z").getTime() + days * 86_400_000);
}

/** A tier for who has ordered today or yesterday. */
async function haveTier(multiplierBps: number): Promise<string> {
  await saveTiers(
    shop,
    {
      active: true,
      window: { kind: "rolling", days: 2 },
      graceDays: 0,
      onRefund: "drop",
      tiers: [
        {
          id: null,
          name: "Gold",
          conditions: [{ basis: "orders", atLeast: 1n }],
          perks: [{ kind: "multiplier", multiplierBps }],
          entryReward: null,
        },
      ],
    },
    at,
  );
  const { tiers } = await listTiers(shop);
  return tiers[0]?.id ?? "";
}

async function haveReward(
  kind: "gift_card" | "store_credit",
  amountMinor: bigint,
  shopifyGid: string | null,
): Promise<void> {
  const id = newId();
  await inShop(shop, async (tx) => {
    await tx.redemption.create({
      data: {
        shopId: shop,
        id,
        customerId: ann,
        rewardId: newId(),
        clientKey: id,
        state: "captured",
        points: 0n,
        rewardSnapshot: { kind, amountMinor: String(amountMinor) },
        heldAt: at,
        issuedAt: at,
      },
    });
    await tx.rewardIssue.create({
      data: { shopId: shop, redemptionId: id, state: "issued", shopifyGid },
    });
  });
}

/** An order of 100 that was paid with these; null while Shopify has not been asked. */
async function paidWith(
  id: bigint,
  creditsPaid: { giftCards: { id: string; minor: string }[]; storeCredit: string } | null,
): Promise<void> {
  const createdAt = new Date(at.getTime() + 3600_000 + Number(id));
  await createOrder(shop, { id, customerId: ann, lines: [{ id, priceMinor: 10_000 }], createdAt });
  await inShop(shop, (tx) =>
    tx.order.update({
      where: { shopId_id: { shopId: shop, id } },
      data: { paidWithCredit: true, ...(creditsPaid && { creditsPaid }) },
    }),
  );
  await appendOrderEvent(shop, "order.paid", id);
  await again(id);
}
