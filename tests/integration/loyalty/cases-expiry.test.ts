import { beforeEach, expect, test } from "vitest";

import { inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { dateLots } from "#app/loyalty/ledger/due/date-lots.server.ts";
import { dueLoyaltyWork } from "#tests/support/loyalty/due-loyalty-work.ts";
import { expirePoints } from "#app/loyalty/ledger/due/expire-points.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { warnOfExpiry } from "#app/loyalty/ledger/due/warn-of-expiry.server.ts";
import type { Expiry } from "#app/loyalty/program/expiry.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { haveCustomer } from "#tests/support/loyalty/factories.ts";
import {
  balance,
  dates,
  earn,
  haveRedemption,
  post,
  step,
} from "#tests/support/loyalty/ledger-actions.ts";
import { createShop } from "#tests/support/shop.ts";

const fixed = (every: number, unit: "days" | "months"): Expiry => ({
  kind: "fixed",
  every,
  unit,
  activity: [],
});
const on = (day: string) => new Date(`${day}T10:00:00Z`);
const nightAfter = (day: string) => new Date(`${day}T23:59:59.999Z`);

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD", timezone: "UTC" })).id;
  ann = await haveCustomer(shop);
  await loadProgram(shop);
});

/** What the sweeper would ask for. */
async function due(at: Date): Promise<string[]> {
  const work = await dueLoyaltyWork(at);
  return work.filter(({ shopId }) => shopId === shop).map(({ job }) => job);
}

async function messages() {
  const events = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { type: "points.expiring" }, orderBy: { id: "asc" } }),
  );
  return events.map(({ properties }) => properties);
}

async function expectSound(): Promise<void> {
  expect(await verifyLedger(shop)).toEqual([]);
}

test("case 25: points go back to a lot that has expired 1 Jun, on 15 Jun → 15 Jul", async () => {
  await saveProgram(shop, { expiry: fixed(1, "months") }, on("2026-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-05-01") }), on("2026-05-01"));
  const id = await haveRedemption(shop, ann, 60, on("2026-05-02"));
  for (const kind of ["hold", "capture"] as const)
    await post(shop, step(kind, ann, id, 60, { at: on("2026-05-02") }), on("2026-05-02"));
  await expirePoints(shop, on("2026-06-02"));
  await post(shop, step("return", ann, id, 20, { at: on("2026-06-15") }), on("2026-06-15"));
  expect(await dates(shop, ann)).toEqual([[20, "2026-07-15"]]);
  // The rest, later: what is still to come back is known although the first part is a lot of its own.
  await post(shop, step("return", ann, id, 40, { at: on("2026-06-20") }), on("2026-06-20"));
  expect(await dates(shop, ann)).toEqual([
    [20, "2026-07-15"],
    [40, "2026-07-20"],
  ]);
  await expectSound();
});

test("case 26: 100 expiring + 100, spend 100 → 100 left after expiry, not 0; doing it again does nothing", async () => {
  await saveProgram(shop, { expiry: fixed(12, "months") }, on("2025-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-01-01") }), on("2026-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-06-01") }), on("2026-06-01"));
  const id = await haveRedemption(shop, ann, 100, on("2026-07-01"));
  await post(shop, step("hold", ann, id, 100, { at: on("2026-07-01") }), on("2026-07-01"));
  const uses = await inShop(shop, (tx) => tx.lotUse.findMany({ select: { points: true } }));
  expect(uses).toEqual([{ points: 100n }]);
  await expirePoints(shop, on("2027-01-02"));
  expect(await balance(shop, ann)).toMatchObject({ available: 100, held: 100 });
  await expirePoints(shop, on("2027-06-02"));
  await expirePoints(shop, on("2027-06-02"));
  expect(await balance(shop, ann)).toMatchObject({ available: 0, held: 100, qualifying: 200 });
  await expectSound();
});

test("case 27: switched on on 1 Mar 2026 with 12 months → nothing expires before 1 Mar 2027", async () => {
  const bob = await haveCustomer(shop);
  await post(shop, earn(ann, 100, { at: on("2020-01-01") }), on("2026-02-01"));
  await post(shop, earn(bob, 50, { at: on("2026-02-01") }), on("2026-02-01"));
  expect(await due(on("2026-03-01"))).toEqual([]);
  await saveProgram(shop, { expiry: fixed(12, "months") }, on("2026-03-01"));
  expect(await due(on("2026-03-01"))).toEqual(["date-lots"]);
  // What comes before the dating is over has its date at once.
  await post(shop, earn(ann, 1, { at: on("2026-03-02") }), on("2026-03-02"));
  await dateLots(shop, on("2026-03-02"));
  await dateLots(shop, on("2026-03-03"));
  expect(await due(on("2026-03-03"))).toEqual([]);
  expect(await dates(shop, ann)).toEqual([
    [100, "2027-03-01"],
    [1, "2027-03-02"],
  ]);
  expect(await dates(shop, bob)).toEqual([[50, "2027-03-01"]]);
  expect(await due(nightAfter("2027-02-28"))).toEqual([]);
  expect(await due(nightAfter("2027-03-01"))).toEqual(["expire-points"]);
  await expirePoints(shop, nightAfter("2027-03-01"));
  expect(await balance(shop, ann)).toMatchObject({ available: 1 });

  await saveProgram(shop, { expiry: { kind: "never" } }, on("2027-03-02"));
  await dateLots(shop, on("2027-03-02"));
  expect(await dates(shop, ann)).toEqual([[1, null]]);
  await expectSound();
});

test("case 28: rolling expiry moves all of a customer's points with each thing they do", async () => {
  const expiry: Expiry = {
    kind: "rolling",
    every: 6,
    unit: "months",
    activity: ["earn", "redeem"],
  };
  await saveProgram(shop, { expiry }, on("2025-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-01-01") }), on("2026-01-01"));
  await post(shop, earn(ann, 10, { at: on("2026-02-01") }), on("2026-02-01"));
  expect(await dates(shop, ann)).toEqual([
    [100, "2026-08-01"],
    [10, "2026-08-01"],
  ]);
  const id = await haveRedemption(shop, ann, 5, on("2026-03-01"));
  await post(shop, step("hold", ann, id, 5, { at: on("2026-03-01") }), on("2026-03-01"));
  expect((await dates(shop, ann)).map(([, day]) => day)).toEqual(["2026-09-01", "2026-09-01"]);
  await expectSound();
});

test("case 28: points that were held while something else moved the date go back with the new one", async () => {
  const expiry: Expiry = { kind: "rolling", every: 6, unit: "months", activity: ["earn"] };
  await saveProgram(shop, { expiry }, on("2025-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-01-01") }), on("2026-01-01"));
  const id = await haveRedemption(shop, ann, 100, on("2026-02-01"));
  await post(shop, step("hold", ann, id, 100, { at: on("2026-02-01") }), on("2026-02-01"));
  await post(shop, earn(ann, 10, { at: on("2026-03-01") }), on("2026-03-01"));
  // Their lot is empty, so that the purchase of March did not touch it. In two parts, which come together in it again.
  for (const part of [60, 40])
    await post(shop, step("void", ann, id, part, { at: on("2026-03-02") }), on("2026-03-02"));
  expect(await dates(shop, ann)).toEqual([
    [100, "2026-09-01"],
    [10, "2026-09-01"],
  ]);
  await expectSound();
});

test.each([
  { does: "buys", waits: null, days: ["2026-12-30", "2026-12-30"] },
  // What has to wait counts from when it can be spent.
  { does: "buys what has to wait", waits: "2026-07-10", days: ["2027-01-10", null] },
])(
  "who $does in the last hour keeps all points, though that is heard of only after they expired",
  async ({ waits, days }) => {
    const expiry: Expiry = { kind: "rolling", every: 6, unit: "months", activity: ["earn"] };
    await saveProgram(shop, { expiry }, on("2025-01-01"));
    await post(shop, earn(ann, 100, { at: on("2025-12-30") }), on("2025-12-30"));
    await expirePoints(shop, on("2026-07-01"));
    expect(await balance(shop, ann)).toMatchObject({ available: 0 });

    const inTheLastHour = { at: new Date("2026-06-30T23:10:00Z") };
    const wait = waits ? { wait: { until: on(waits) } } : {};
    await post(shop, earn(ann, 10, { ...inTheLastHour, ...wait }), on("2026-07-01"));
    expect(await balance(shop, ann)).toMatchObject({ available: waits ? 100 : 110 });
    expect((await dates(shop, ann)).map(([, day]) => day)).toEqual(days);
    await expectSound();
    await expirePoints(shop, nightAfter("2027-01-10"));
    expect(await balance(shop, ann)).toMatchObject({ available: 0 });
    await expectSound();
  },
);

test("case 30: 1 Jan, 30 days pending, 365 → 31 Jan next year", async () => {
  await saveProgram(shop, { expiry: fixed(365, "days") }, on("2025-01-01"));
  const wait = { until: on("2026-01-31") };
  await post(shop, earn(ann, 100, { at: on("2026-01-01"), wait }), on("2026-01-01"));
  expect(await due(on("2026-01-30"))).not.toContain("release-points");
  expect(await due(on("2026-01-31"))).toContain("release-points");
  await releasePoints(shop, on("2026-02-02"));
  expect(await dates(shop, ann)).toEqual([[100, "2027-01-31"]]);
  await expectSound();
});

test("case 31: 460 of 500: 14 days more, once, and one message", async () => {
  await saveProgram(
    shop,
    { expiry: fixed(1, "months"), nearReward: { percent: 90, days: 14 } },
    on("2025-01-01"),
  );
  const reward = { name: "5 off", kind: "amount", cost: 500n, updatedAt: on("2026-01-01") };
  await inShop(shop, async (tx) => {
    await tx.reward.updateMany({ data: { active: false } }); // Those that a shop starts with.
    await tx.reward.create({ data: { ...reward, shopId: shop, id: newId(), amountMinor: 500n } });
  });
  const bob = await haveCustomer(shop);
  await post(shop, earn(ann, 460, { at: on("2026-01-01") }), on("2026-01-01"));
  await post(shop, earn(bob, 440, { at: on("2026-01-01") }), on("2026-01-01"));
  await expirePoints(shop, nightAfter("2026-02-01"));
  await expirePoints(shop, nightAfter("2026-02-01"));
  expect(await balance(shop, bob)).toMatchObject({ available: 0 });
  expect(await dates(shop, ann)).toEqual([[460, "2026-02-15"]]);
  expect(await messages()).toEqual([
    {
      points: "460",
      expiresAt: "2026-02-01T23:59:59.999Z",
      extendedTo: "2026-02-15T23:59:59.999Z",
    },
  ]);
  await expirePoints(shop, nightAfter("2026-02-15"));
  expect(await balance(shop, ann)).toMatchObject({ available: 0 });
  expect(await messages()).toHaveLength(1);
  await expectSound();
});

test("whose points expire soon is told once for each date, however many nights look", async () => {
  await saveProgram(shop, { expiry: fixed(12, "months") }, on("2025-01-01"));
  await post(shop, earn(ann, 100, { at: on("2026-01-01") }), on("2026-01-01"));
  await post(shop, earn(ann, 20, { at: on("2026-01-01") }), on("2026-01-01"));
  await warnOfExpiry(shop, on("2026-11-30"));
  expect(await messages()).toEqual([]);
  for (const night of ["2026-12-05", "2026-12-06"]) await warnOfExpiry(shop, on(night));
  expect(await messages()).toEqual([
    { points: "120", expiresAt: "2027-01-01T23:59:59.999Z", extendedTo: null },
  ]);
});

test("points of a frozen account are neither due nor touched", async () => {
  await saveProgram(shop, { expiry: fixed(1, "months") }, on("2025-01-01"));
  await dateLots(shop, on("2025-01-01"));
  const wait = { until: on("2026-01-31") };
  await post(shop, earn(ann, 100, { at: on("2026-01-01") }), on("2026-01-01"));
  await post(shop, earn(ann, 10, { at: on("2026-01-01"), wait }), on("2026-01-01"));
  await inShop(shop, (tx) => tx.ledgerAccount.updateMany({ data: { frozenAt: on("2026-01-02") } }));
  expect(await due(on("2026-06-01"))).toEqual([]);
  await releasePoints(shop, on("2026-06-01"));
  await expirePoints(shop, on("2026-06-01"));
  expect(await balance(shop, ann)).toMatchObject({ available: 100, pending: 10 });
});
