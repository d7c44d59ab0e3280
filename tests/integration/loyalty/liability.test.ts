import { expect, test } from "vitest";

import { loadLiability, tierDays } from "#app/analytics/liability.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { measureLiability } from "#app/loyalty/liability/measure-liability.server.ts";
import { savePointWorth } from "#app/loyalty/liability/point-value.server.ts";
import { liabilityReport } from "#app/loyalty/liability/report.ts";
import { addCustomers } from "#tests/support/people.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");
const soon = () => new Date(Date.now() + 60_000);

async function shopWithPoints() {
  const { id } = await createShop({ timezone: "America/New_York" });
  const shop = { id, timezone: "America/New_York" };
  const tierId = newId();
  const [ann = "", bob = ""] = await addCustomers(id, [{}, {}]);
  await inShop(id, async (tx) => {
    await tx.tier.create({
      data: { shopId: id, id: tierId, name: "Gold", position: 0, conditions: [], updatedAt: at },
    });
    await tx.tierMembership.create({
      data: { shopId: id, customerId: ann, tierId, since: at, version: 1, updatedAt: at },
    });
    await tx.ledgerAccount.createMany({
      data: [
        { customerId: ann, available: 500n, held: 100n },
        { customerId: bob, pending: 40n },
      ].map((account) => ({ shopId: id, updatedAt: at, ...account })),
    });
    await tx.lot.createMany({
      data: [
        { customerId: ann, remaining: 500n, expiresAt: new Date("2027-02-01T03:00:00Z") },
        { customerId: bob, remaining: 40n, expiresAt: null },
      ].map((lot) => ({
        shopId: id,
        id: newId(),
        entryId: newId(),
        original: lot.remaining,
        earnedAt: at,
        ...lot,
      })),
    });
  });
  return { shop, ann };
}

let seq = 0n;
async function enter(
  shopId: string,
  customerId: string,
  [kind, outside, points, occurredAt]: [string, string, bigint, string],
): Promise<void> {
  seq += 1n;
  await inShop(shopId, (tx) =>
    tx.ledgerEntry.create({
      data: {
        shopId,
        id: newId(),
        customerId,
        seq,
        kind,
        availableDelta: points,
        outside,
        outsideDelta: -points,
        idempotencyKey: `test.${seq}`,
        actor: "encore",
        reason: {},
        occurredAt: new Date(occurredAt),
        recordedAt: at,
      },
    }),
  );
}

test("the report says what is owed, by tier, by month of expiry and how it came about", async () => {
  const { shop, ann } = await shopWithPoints();
  await enter(shop.id, ann, ["earn", "issued", 900n, "2026-10-05T10:00:00Z"]);
  await enter(shop.id, ann, ["capture", "redeemed", -150n, "2026-11-05T10:00:00Z"]);
  // The last of October in New York, though November has begun in Greenwich.
  await enter(shop.id, ann, ["expire", "expired", -50n, "2026-11-01T02:00:00Z"]);
  await measureLiability(shop, at, soon());

  const report = liabilityReport(await loadLiability(shop), "USD");
  expect(report).toMatchObject({
    all: { accounts: 2, points: 640, owedMinor: 480 },
    rate: { bps: 7_500, from: "seen" },
    breakageBps: 2_500,
    tiers: [
      { name: "Gold", accounts: 1, points: 600, owedMinor: 450 },
      { name: null, accounts: 1, points: 40, owedMinor: 30 },
    ],
    expiring: [
      { month: "2027-01", points: 500, lots: 1 },
      { month: null, points: 40, lots: 1 },
    ],
    months: [
      { month: "2026-11", issued: 0, redeemed: -150, expired: 0, outstanding: 700 },
      { month: "2026-10", issued: 900, redeemed: 0, expired: -50, outstanding: 850 },
    ],
  });
});

test("how many are in each tier is kept day by day, with points or without", async () => {
  const { shop, ann } = await shopWithPoints();
  const [cid = ""] = await addCustomers(shop.id, [{}]);
  await measureLiability(shop, at, soon());
  const [{ tierId = "" } = {}] = await inShop(shop.id, (tx) => tx.tierMembership.findMany());
  await inShop(shop.id, (tx) =>
    tx.tierMembership.create({
      data: { shopId: shop.id, customerId: cid, tierId, since: at, version: 1, updatedAt: at },
    }),
  );
  await measureLiability(shop, new Date("2026-11-25T10:00:00Z"), soon());
  await measureLiability(shop, new Date("2026-11-25T22:00:00Z"), soon());
  // Counted before members were kept.
  await inShop(shop.id, async (tx) => {
    const { figures, ...snapshot } = await tx.liabilitySnapshot.findFirstOrThrow();
    const { members: _, ...old } = figures as Record<string, string>;
    const day = new Date("2026-11-20T00:00:00Z");
    await tx.liabilitySnapshot.create({ data: { ...snapshot, day, figures: old } });
  });

  const since = new Date("2026-11-01T00:00:00Z");
  expect(ann).not.toBe(cid);
  expect(await tierDays(shop.id, since)).toEqual([
    { day: "2026-11-24", members: { [tierId]: 1 } },
    { day: "2026-11-25", members: { [tierId]: 2 } },
  ]);
  expect(await tierDays(shop.id, new Date("2026-11-25T00:00:00Z"))).toHaveLength(1);
});

test("entries are counted once, however often and whenever it is counted", async () => {
  const { shop, ann } = await shopWithPoints();
  const earned = async () =>
    (await loadLiability(shop)).months.map(({ month, points }) => [month, points]);

  await enter(shop.id, ann, ["earn", "issued", 900n, "2026-10-05T10:00:00Z"]);
  await measureLiability(shop, at, new Date(0));
  expect(await earned()).toEqual([["2026-10", 900]]);

  await measureLiability(shop, at, soon());
  await measureLiability(shop, at, soon());
  await Promise.all([measureLiability(shop, at, soon()), measureLiability(shop, at, soon())]);
  expect(await earned()).toEqual([["2026-10", 900]]);
});

test("what a point is worth, and how many are expected to be used, the shop may say itself", async () => {
  const { shop } = await shopWithPoints();
  await measureLiability(shop, at);
  await savePointWorth(shop.id, { valuePoints: 10, valueMinor: 5n, redemptionRateBps: 5_000 }, at, {
    actor: "staff.1",
  });

  expect(liabilityReport(await loadLiability(shop), "USD")).toMatchObject({
    value: { points: 10, minor: 5 },
    rate: { bps: 5_000, from: "set" },
    all: { owedMinor: 160 },
  });
  const [entry] = await inShop(shop.id, (tx) => tx.auditEntry.findMany());
  expect(entry).toMatchObject({ actor: "staff.1", after: { redemptionRateBps: 5_000 } });
});

test("before the first count there is no report", async () => {
  const shop = await createShop();
  const nothing = await loadLiability({ ...shop, timezone: "UTC" });
  expect(liabilityReport(nothing, "USD")).toBeNull();
});
