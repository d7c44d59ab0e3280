import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";

import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import { importHistory } from "#app/ingest/backfill/import-history.server.ts";
import { advanceDaily } from "#app/loyalty/achievements/advance-daily.server.ts";
import type { LiabilityFigures } from "#app/loyalty/liability/report.ts";
import { measureLiability } from "#app/loyalty/liability/measure-liability.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { OrderInput } from "#tests/stand-in/acts/inputs.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { dueJobs } from "#tests/support/due-jobs.ts";
import { nightlyJobs } from "#workers/schedule.ts";

const MINUTE_MS = 60_000;
const NIGHT = nightlyJobs.toSorted();

let shopify: Connected;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());
afterEach(() => vi.useRealTimers());

test("a shop's first night comes when its past has been worked on: it counts all points, and tells nothing of the past as news", async () => {
  const { shop, atShopify } = await shopify.open();
  const { acts, webhooks } = shopify.standIn.context;
  webhooks.setSwitches(atShopify.id, { ...webhooks.switches(atShopify.id), dropRate: 1 });
  for (const [email, yearsAgo] of [
    ["ada@example.com", 3],
    ["ada@example.com", 0.1],
    ["bob@example.com", 1.5],
  ] as const) {
    const createdAt = new Date(Date.now() - yearsAgo * 366 * DAY_MS).toISOString();
    const lines = [{ sku: "Earl Grey", quantity: 4 }];
    acts.orders.create(atShopify, OrderInput.parse({ email, createdAt, lines }));
  }
  const nightly = async (at: number) =>
    (await dueJobs(shop.id, new Date(at))).filter((job) => NIGHT.some((one) => one === job));

  expect(await nightly(Date.now())).toEqual([]);
  await importHistory(shop.id);
  // However busy the workers are with other shops.
  expect(await nightly(Date.now() + 23 * 60 * MINUTE_MS)).toEqual([]);
  // The import's end comes once more behind all of its customers, a second later.
  const processedAt = async () => {
    await drainReactions(handlers, AbortSignal.timeout(50_000));
    return inShop(shop.id, async (tx) => (await tx.backfill.findFirstOrThrow()).processedAt);
  };
  await expect.poll(processedAt).not.toBeNull();
  expect(await nightly(Date.now())).toEqual([]);

  const nightAt = Date.now() + 5 * MINUTE_MS;
  expect(await nightly(nightAt)).toEqual(NIGHT);
  vi.useFakeTimers({ toFake: ["Date"], now: nightAt });
  await measureLiability(shop, new Date(nightAt));
  await advanceDaily(shop.id, new Date(nightAt));
  await drainReactions(handlers, AbortSignal.timeout(50_000));

  const { figures, entered, ...kept } = await inShop(shop.id, async (tx) => ({
    accounts: await tx.ledgerAccount.aggregate({ _sum: { available: true, pending: true } }),
    figures: (await tx.liabilitySnapshot.findFirstOrThrow()).figures as LiabilityFigures,
    entered: (await tx.ledgerMonth.aggregate({ _sum: { points: true } }))._sum.points,
    unlocked: await tx.achievementUnlock.count(),
    ofThePast: await tx.event.count({
      where: { type: "achievement.unlocked", source: "backfill" },
    }),
    news: await tx.event.count({ where: { type: "achievement.unlocked", source: "app" } }),
    told: await tx.reaction.count({ where: { name: "notify-integrations" } }),
  }));
  const points = Number(kept.accounts._sum.available) + Number(kept.accounts._sum.pending);
  expect(points).toBeGreaterThan(0);
  expect(figures.all.available + figures.all.pending).toBe(points);
  expect(Number(entered)).toBe(points);
  expect(kept.unlocked).toBeGreaterThan(2);
  expect(kept).toMatchObject({ ofThePast: kept.unlocked, news: 0, told: 0 });
});
