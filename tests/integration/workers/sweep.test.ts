import { beforeEach, expect, test } from "vitest";

import { db, inShop } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { auditLedger } from "#app/loyalty/ledger/audit/audit-ledger.server.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { createShop } from "#tests/support/shop.ts";
import { nightly } from "#workers/installed-shop.ts";
import { nightlyJobs, SWEEP_EVERY_MS, SWEEP_LEASE_MS } from "#workers/schedule.ts";
import { sweep } from "#workers/sweep.ts";
import { takeTurn } from "#workers/take-turn.ts";

const NIGHT = nightlyJobs.toSorted();
const NOON_UTC = new Date("2026-11-30T12:00:00Z");

const hours = (count: number, from = NOON_UTC) => new Date(from.getTime() + count * 3600_000);

async function ranAt(shopId: string, at: Date): Promise<void> {
  await inShop(shopId, async (tx) => {
    await tx.nightlyRun.deleteMany({ where: { shopId } });
    await tx.nightlyRun.createMany({
      data: nightlyJobs.map((job) => ({ shopId, job, ranAt: at })),
    });
  });
}

async function importIs(
  shopId: string,
  state: string,
  ended: { finishedAt?: Date; processedAt?: Date } = {},
): Promise<void> {
  const data = { shopId, id: newId(), state, requestedAt: NOON_UTC, ...ended };
  await inShop(shopId, (tx) => tx.backfill.create({ data }));
}

beforeEach(async () => {
  await db.turn.updateMany({ data: { dueAt: new Date(0) } });
  await db.shop.updateMany({ data: { uninstalledAt: NOON_UTC } });
});

test("a shop's night comes by its own zone", async () => {
  const tokyo = (await createShop({ timezone: "Asia/Tokyo" })).id;
  const newYork = (await createShop({ timezone: "America/New_York" })).id;
  const nowhere = (await createShop({ timezone: "Not/A_Zone" })).id;
  for (const shop of [tokyo, newYork, nowhere]) {
    expect(await dueJobs(shop, NOON_UTC)).toEqual(NIGHT);
    await ranAt(shop, NOON_UTC);
    expect(await dueJobs(shop, NOON_UTC)).toEqual([]);
  }

  // Three at night in Tokyo is 18:00 UTC, in New York 08:00. A zone that nobody knows has the night of UTC.
  expect(await dueJobs(tokyo, hours(5.9))).toEqual([]);
  expect(await dueJobs(tokyo, hours(6))).toEqual(NIGHT);
  expect(await dueJobs(nowhere, hours(14.9))).toEqual([]);
  expect(await dueJobs(nowhere, hours(15))).toEqual(NIGHT);
  expect(await dueJobs(newYork, hours(19.9))).toEqual([]);
  expect(await dueJobs(newYork, hours(20))).toEqual(NIGHT);
});

test("a night's job is due until it has come to its end", async () => {
  const shop = (await createShop()).id;
  const failing = nightly("audit-ledger", () => Promise.reject(new Error("down")));
  await expect(failing({ shopId: shop })).rejects.toThrow("down");
  expect(await dueJobs(shop, new Date())).toContain("audit-ledger");

  await nightly("audit-ledger", auditLedger)({ shopId: shop });
  const left = NIGHT.filter((job) => job !== "audit-ledger");
  expect(await dueJobs(shop, new Date())).toEqual(left);
});

test("nothing is asked for a shop that has uninstalled, and no night comes while a history is imported", async () => {
  const shop = (await createShop()).id;
  await importIs(shop, "importing");
  expect(await dueJobs(shop, NOON_UTC)).toEqual(["import-history"]);
  await db.shop.update({ where: { id: shop }, data: { uninstalledAt: NOON_UTC } });
  expect(await dueJobs(shop, NOON_UTC)).toEqual([]);
});

test.each(["done", "failed", "cancelled"])(
  "a night waits until five minutes after all was done about what an import that is %s brought, or a day after its end",
  async (state) => {
    const nightAfter = async (ended: { finishedAt: Date; processedAt?: Date }, at: Date) => {
      const shop = (await createShop()).id;
      await importIs(shop, state, ended);
      return (await dueJobs(shop, at)).filter((job) => job !== "reconcile-orders");
    };
    const finishedAt = hours(-2);
    const processedAt = NOON_UTC;
    // Totals do not wait for it: they are counted as soon as nothing moves them.
    expect(await nightAfter({ finishedAt, processedAt }, hours(0.002))).toEqual([]);
    expect(await nightAfter({ finishedAt, processedAt }, hours(0.08))).toEqual([
      "measure-liability",
    ]);
    expect(await nightAfter({ finishedAt, processedAt }, hours(0.09))).toEqual(NIGHT);
    // Its reactions are late, or failed.
    expect(await nightAfter({ finishedAt }, hours(21.9))).toEqual([]);
    expect(await nightAfter({ finishedAt }, hours(22.1))).toEqual(NIGHT);
  },
);

test("orders are compared with Shopify each hour once a history is there", async () => {
  const shop = (await createShop()).id;
  await ranAt(shop, NOON_UTC);
  expect(await dueJobs(shop, NOON_UTC)).toEqual([]);
  await importIs(shop, "done");
  expect(await dueJobs(shop, NOON_UTC)).toEqual(["reconcile-orders"]);
  const data = { shopId: shop, reconciledUntil: NOON_UTC, ranAt: NOON_UTC };
  await inShop(shop, (tx) => tx.reconciliation.create({ data }));
  expect(await dueJobs(shop, hours(0.99))).toEqual([]);
  expect(await dueJobs(shop, hours(1))).toEqual(["reconcile-orders"]);
});

test("two sweepers at once ask for each job once", async () => {
  const shops = await Promise.all([createShop(), createShop(), createShop()]);
  const asked: string[] = [];
  const ask = async (job: string, payload: object) => {
    asked.push("shopId" in payload ? `${job}.${String(payload.shopId)}` : job);
  };
  await Promise.all([sweep(ask), sweep(ask)]);

  const expected = shops.flatMap(({ id }) => nightlyJobs.map((job) => `${job}.${id}`));
  expect(asked.toSorted()).toEqual([...expected, "drop-old-bodies"].toSorted());

  // Whoever comes too early finds that it is not time; the next turn is anybody's.
  await sweep(ask);
  expect(asked).toHaveLength(expected.length + 1);
  await db.turn.update({ where: { name: "sweep" }, data: { dueAt: new Date(0) } });
  await sweep(ask);
  expect(asked).toHaveLength(expected.length * 2 + 1);
});

test("a sweep that fails is tried again at the next turn, one that dies once its lease is over", async () => {
  const isDueAgain = async (afterMs: number) => {
    await db.$executeRaw`UPDATE turn SET due_at = due_at - make_interval(secs => ${afterMs / 1_000}::float8)`;
    return takeTurn("sweep", SWEEP_LEASE_MS);
  };
  await createShop();
  await expect(sweep(() => Promise.reject(new Error("down")))).rejects.toThrow("down");
  expect(await isDueAgain(0)).toBe(false);
  expect(await isDueAgain(SWEEP_EVERY_MS)).toBe(true);

  // Whoever has that turn says nothing any more.
  expect(await isDueAgain(SWEEP_EVERY_MS)).toBe(false);
  expect(await isDueAgain(SWEEP_LEASE_MS - SWEEP_EVERY_MS)).toBe(true);
});
