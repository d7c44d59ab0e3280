import { expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import {
  listEarningActions,
  saveEarningAction,
  switchEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { saveCampaign } from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { savePointWorth } from "#app/loyalty/liability/point-value.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import {
  loadReferralSettings,
  saveReferralSettings,
} from "#app/loyalty/referrals/referral-settings.server.ts";
import {
  archiveReward,
  findReward,
  listRewards,
  saveReward,
} from "#app/loyalty/rewards/rewards.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");

/** Of two who save at once: what the first has saved. The second was told, and nothing of theirs was written down. */
async function onlyOne<Saved>(shop: string, both: Promise<Saved | null>[]): Promise<Saved[]> {
  const saved = await Promise.all(both);
  expect(saved.filter((one) => one === null)).toHaveLength(1);
  expect(await inShop(shop, (tx) => tx.auditEntry.count())).toBe(1);
  return saved.filter((one) => one !== null);
}

test("of two merchants who save the earning rule at once, the second is told, and the first one's stays", async () => {
  const { id: shop } = await createShop();
  const shown = await loadProgram(shop);
  const seen = (stored: object) => isSame(stored, shown);
  const [kept] = await onlyOne(shop, [
    saveProgram(shop, { pointsPerUnit: 2 }, at, { actor: "staff.1", seen }),
    saveProgram(shop, { pendingDays: 3 }, at, { actor: "staff.2", seen }),
  ]);
  expect(kept).toMatchObject({ version: 2 });
  expect(await loadProgram(shop)).toEqual(kept);
});

test("of two merchants who save how friends bring friends at once, the second is told", async () => {
  const { id: shop } = await createShop();
  const shown = await loadReferralSettings(shop);
  const seen = (stored: object) => isSame(stored, shown);
  const [kept] = await onlyOne(shop, [
    saveReferralSettings(shop, { ...shown, active: true }, at, { actor: "staff.1", seen }),
    saveReferralSettings(shop, { ...shown, attributionDays: 7 }, at, { actor: "staff.2", seen }),
  ]);
  expect(await loadReferralSettings(shop)).toEqual(kept);
});

test("of two merchants who say at once what a point is worth, the second is told", async () => {
  const { id: shop } = await createShop();
  const worth = { valuePoints: 10, valueMinor: 5n, redemptionRateBps: null };
  // What a program starts with.
  const seen = ({ valueMinor }: { valueMinor: bigint | null }) => valueMinor === 100n;
  const [kept] = await onlyOne(shop, [
    savePointWorth(shop, worth, at, { seen }),
    savePointWorth(shop, { ...worth, valueMinor: 6n }, at, { seen }),
  ]);
  expect(await inShop(shop, (tx) => tx.loyaltyProgram.findFirstOrThrow())).toMatchObject({
    ...kept,
  });
});

test("of two merchants who save a campaign at once, the second is told", async () => {
  const { id: shop } = await createShop();
  const campaign = {
    name: "Tea week",
    active: true,
    startsAt: new Date("2026-12-01T00:00:00Z"),
    endsAt: new Date("2026-12-08T00:00:00Z"),
    multiplierBps: 20_000,
    productIds: [],
    collectionIds: [],
    tierIds: [],
  };
  const shown = await saveCampaign(shop, { ...campaign, id: null }, at);
  const id = shown?.id ?? null;
  const seen = (stored: object) => isSame(stored, shown);
  const saved = await Promise.all([
    saveCampaign(shop, { ...campaign, id, name: "Tea month" }, at, { seen }),
    saveCampaign(shop, { ...campaign, id, active: false }, at, { seen }),
  ]);
  expect(saved.filter((one) => one === null)).toHaveLength(1);
  const stored = await inShop(shop, (tx) =>
    tx.campaign.findMany({ omit: { shopId: true, updatedAt: true } }),
  );
  expect(stored).toEqual(saved.filter((one) => one !== null));
});

test("of two merchants who save the tiers at once, the second is told", async () => {
  const { id: shop } = await createShop();
  const { terms, tiers } = await listTiers(shop);
  const shown = { terms, tiers: tiers.map(({ members: _, ...tier }) => tier) };
  const seen = (stored: object) => isSame(stored, shown);
  const saved = await Promise.all(
    [7, 8].map((graceDays) => saveTiers(shop, { ...terms, ...shown, graceDays }, at, { seen })),
  );
  expect(saved.map(({ outcome }) => outcome).toSorted()).toEqual(["changed", "saved"]);
  const kept = saved[0]?.outcome === "saved" ? 7 : 8;
  expect((await listTiers(shop)).terms.graceDays).toBe(kept);
});

test("of two merchants who save a reward at once, the second is told; a third who archives it undoes neither", async () => {
  const { id: shop } = await createShop();
  const shown = (await listRewards(shop, at))[0]!;
  const seen = (stored: object) => isSame(stored, shown);
  const [kept] = await onlyOne(shop, [
    saveReward(shop, shown.id, { ...shown, cost: 700n }, { actor: "staff.1", at, seen }),
    saveReward(shop, shown.id, { ...shown, cost: 900n }, { actor: "staff.2", at, seen }),
  ]);
  expect(await findReward(shop, shown.id)).toEqual(kept);

  await Promise.all([
    archiveReward(shop, shown.id, { actor: "staff.1", at }),
    saveReward(shop, shown.id, { ...shown, cost: 800n }, { actor: "staff.2", at }),
  ]);
  expect(await findReward(shop, shown.id)).toMatchObject({ active: false, cost: 800n });
  const added = await saveReward(shop, null, shown, { actor: "staff.1", at });
  expect(added).toMatchObject({ active: true, position: 3 });
});

test("of two merchants who save an earning action at once, the second is told; a third who switches it on undoes neither", async () => {
  const { id: shop } = await createShop();
  const shown = (await listEarningActions(shop)).find(({ kind }) => kind === "birthday")!;
  const seen = (stored: object) => isSame(stored, shown);
  await onlyOne(shop, [
    saveEarningAction(shop, { ...shown, points: 70n }, at, { actor: "staff.1", seen }),
    saveEarningAction(shop, { ...shown, points: 90n }, at, { actor: "staff.2", seen }),
  ]);

  const by = { actor: "staff.1", at, isReady: () => true };
  await Promise.all([
    switchEarningAction(shop, shown.id, true, by),
    saveEarningAction(shop, { ...shown, points: 80n }, at).then(() =>
      saveEarningAction(shop, { ...shown, active: true, points: 80n }, at),
    ),
  ]);
  const [stored] = (await listEarningActions(shop)).filter(({ id }) => id === shown.id);
  expect(stored).toMatchObject({ active: true, points: 80n });
});
