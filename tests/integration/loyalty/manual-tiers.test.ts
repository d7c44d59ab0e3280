import { beforeEach, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { takeEverythingBack } from "#app/loyalty/launch/take-everything-back.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { type NoManualTier, setManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import {
  appendOrderEvent,
  createOrder,
  haveCustomer,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const actor = "staff.7";

let shop: string;
let ann: string;

/** Silver from 200 spent, Gold from 500: earning half as much again, and 100 points for entering. */
beforeEach(async () => {
  shop = (await createShop({ currency: "USD", timezone: "UTC" })).id;
  ann = await haveCustomer(shop);
  const { terms } = await listTiers(shop);
  const tier = (name: string, atLeast: bigint) => ({
    id: null,
    name,
    conditions: [{ basis: "spend" as const, atLeast: atLeast * 100n }],
  });
  const silver = { ...tier("Silver", 200n), perks: [], entryReward: null };
  const gold = {
    ...tier("Gold", 500n),
    perks: [{ kind: "multiplier" as const, multiplierBps: 15_000 }],
    entryReward: { points: 100n },
  };
  await saveTiers(shop, { ...terms, tiers: [silver, gold] }, day("2020-01-01"));
  await reviewDueTiers(shop, day("2020-01-01"));
});

async function idOf(name: string): Promise<string> {
  const { tiers } = await listTiers(shop);
  return tiers.find((tier) => tier.name === name)?.id ?? "";
}

async function give(
  name: string | null,
  on: string,
  until: string | null = null,
  customerId = ann,
): Promise<NoManualTier | "set"> {
  const tierId = name === null ? null : await idOf(name);
  const ask = { customerId, tierId, until: until === null ? null : day(until) };
  const done = await setManualTier(shop, ask, { actor, at: day(on) });
  return done.outcome === "refused" ? done.reason : done.outcome;
}

async function bought(id: bigint, amount: number, on: string, customerId = ann): Promise<void> {
  const price = amount * 100;
  const lines = [{ id: id * 10n, priceMinor: price }];
  await createOrder(shop, { id, customerId, lines, totalMinor: price, createdAt: day(on) });
  const events = await appendOrderEvent(shop, "order.changed", id);
  await awardPoints(shop, events);
  await updateTiersAndAchievements(shop, events);
}

async function tierOf(customerId = ann): Promise<string | null> {
  const { tiers } = await listTiers(shop);
  const held = await inShop(shop, (tx) => tx.tierMembership.findFirst({ where: { customerId } }));
  return tiers.find(({ id }) => id === held?.tierId)?.name ?? null;
}

/** All that somebody has, also what waits for their first sign-in. */
async function pointsOf(customerId = ann): Promise<number> {
  const account = await inShop(shop, (tx) =>
    tx.ledgerAccount.findFirstOrThrow({ where: { customerId } }),
  );
  return Number(account.available + account.pending);
}

async function reasons(): Promise<string[]> {
  const rows = await inShop(shop, (tx) => tx.tierChange.findMany({ orderBy: { id: "asc" } }));
  return rows.map(({ reason }) => reason);
}

test("a tier by hand gives what entering it gives, once, is told as any change, and is written down", async () => {
  expect(await give("Gold", "2026-01-05")).toBe("set");
  expect(await give("Gold", "2026-01-05")).toBe("set");
  expect(await tierOf()).toBe("Gold");
  expect(await pointsOf()).toBe(100);
  expect(await reasons()).toEqual(["manual"]);
  const told = await inShop(shop, (tx) => tx.event.findMany({ where: { type: "tier.changed" } }));
  expect(told).toMatchObject([{ source: "app", properties: { reason: "manual" } }]);
  const log = await inShop(shop, (tx) =>
    tx.auditEntry.findMany({ where: { action: "tier.given" } }),
  );
  expect(log).toMatchObject([
    {
      actor,
      subject: `customer.${ann}`,
      before: { tier: null, byHand: false },
      after: { tier: "Gold", byHand: true },
    },
  ]);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("it ends on its day, by itself, and the tier that was earned follows", async () => {
  await bought(1n, 250, "2026-01-02");
  await give("Gold", "2026-01-05", "2027-03-01");
  await bought(2n, 10, "2026-02-01");
  await reviewDueTiers(shop, day("2027-02-28"));
  expect(await tierOf()).toBe("Gold");
  await reviewDueTiers(shop, day("2027-03-01"));
  expect([await tierOf(), (await reasons()).at(-1)]).toEqual(["Silver", "manual_ended"]);
  // 250, 100 for entering, and half as much again for what was bought in it.
  expect(await pointsOf()).toBe(365);
  await bought(3n, 10, "2027-03-02");
  expect(await pointsOf()).toBe(375);
});

test("what is earned meanwhile stays, is not welcomed twice, and taking the tier away takes nothing else", async () => {
  await give("Gold", "2026-01-05");
  await bought(1n, 600, "2026-01-10");
  expect(await give(null, "2026-02-01")).toBe("set");
  expect(await tierOf()).toBe("Gold");
  expect(await pointsOf()).toBe(1_000); // 600, half as much again, 100 for entering.
  await give("Gold", "2026-02-02");
  await give(null, "2026-02-03");
  expect(await pointsOf()).toBe(1_000);
  expect(await reasons()).toEqual(["manual"]);
});

test("taken away, it is over at once; another end is another day, and no second entry", async () => {
  await give("Gold", "2026-01-05", "2026-06-01");
  await give("Gold", "2026-01-06", "2026-03-01");
  await reviewDueTiers(shop, day("2026-03-01"));
  expect(await tierOf()).toBe(null);
  await give("Silver", "2026-04-01");
  await give("Gold", "2026-04-02");
  await give(null, "2026-04-03");
  expect(await tierOf()).toBe(null);
  expect(await pointsOf()).toBe(100);
  expect((await reasons()).at(-1)).toBe("manual_ended");
});

test("records that become one have it; it goes on with whom it was given to when they are two again", async () => {
  const guest = await haveCustomer(shop, { shopifyId: null });
  await give("Gold", "2026-01-05", null, guest);
  const merged = await mergeCustomer(shop, guest, ann);
  await transferPoints(shop, merged);
  await updateTiersAndAchievements(shop, merged);
  expect([await tierOf(ann), await tierOf(guest)]).toEqual(["Gold", null]);
  expect(await give("Silver", "2026-01-07", null, guest)).toBe("set");
  expect(await tierOf(ann)).toBe("Silver");
  expect(await verifyLedger(shop)).toEqual([]);
});

test("it is refused where it could not be, and nothing is written down", async () => {
  expect(await give("Gold", "2026-02-01", "2026-01-01")).toBe("past");
  const unknown = { customerId: ann, tierId: ann, until: null };
  const refused = await setManualTier(shop, unknown, { actor, at: day("2026-01-05") });
  expect(refused).toEqual({ outcome: "refused", reason: "no_tier" });
  await inShop(shop, (tx) => tx.loyaltyProgram.updateMany({ data: { state: "paused" } }));
  expect(await give("Gold", "2026-01-05")).toBe("not_live");
  expect(await inShop(shop, (tx) => tx.manualTier.count())).toBe(0);
  const log = { where: { action: { startsWith: "tier." } } };
  expect(await inShop(shop, (tx) => tx.auditEntry.count(log))).toBe(0);
});

test("a program that is begun anew ends what was given by hand", async () => {
  await give("Gold", "2026-01-05");
  const run = { id: newId(), actor };
  await inShop(shop, (tx) => takeEverythingBack(tx, [ann], run, day("2026-02-01")));
  expect(await tierOf()).toBe(null);
  const open = { where: { until: null } };
  expect(await inShop(shop, (tx) => tx.manualTier.count(open))).toBe(0);
  await bought(1n, 10, "2026-02-02");
  expect(await tierOf()).toBe(null);
});
