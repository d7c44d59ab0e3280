import { expect, test } from "vitest";

import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { listAchievements } from "#app/loyalty/achievements/achievements.server.ts";
import { loadProgram, saveProgram } from "#app/loyalty/program/program.server.ts";
import { fitToOrders } from "#app/loyalty/program/starting/fit-to-orders.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { draftProgram } from "#tests/support/loyalty/draft-program.ts";
import { createOrder, haveCustomer } from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const at = new Date("2026-11-24T10:00:00Z");

async function shopWithOrders(currency: string, totalMinor: number, count = 12): Promise<string> {
  const { id: shop } = await createShop({ currency });
  await draftProgram(shop, at);
  const customerId = await haveCustomer(shop);
  for (let id = 1n; id <= count; id++)
    await createOrder(shop, { id, customerId, lines: [], totalMinor });
  return shop;
}

async function importEnds(shop: string): Promise<void> {
  const ended = {
    type: "import.finished",
    customerId: null,
    orderId: null,
    occurredAt: at,
  } as const;
  const key = { source: "backfill", dedupeKey: "import.finished.1" } as const;
  const draft = { ...ended, ...key, properties: { backfillId: "1" } };
  const events: StoredEvent[] = await inShop(shop, (tx) => appendEvents(tx, shop, [draft], at));
  await fitToOrders(shop, events);
}

async function numbersOf(shop: string) {
  const { unitMinor } = await loadProgram(shop);
  const rewards = await listRewards(shop, at);
  const { tiers } = await listTiers(shop);
  const achievements = await listAchievements(shop);
  return {
    unitMinor,
    rewards: rewards.flatMap(({ name, amountMinor }) => (amountMinor === null ? [] : [name])),
    spend: tiers.flatMap(({ conditions }) =>
      conditions.flatMap(({ basis, atLeast }) => (basis === "spend" ? [atLeast] : [])),
    ),
    achievement: achievements.find(({ kind }) => kind === "spend")?.name,
  };
}

test("before anything is sold, a shop in yen begins with numbers of its currency", async () => {
  const { id: shop } = await createShop({ currency: "JPY" });
  await draftProgram(shop, at);
  expect(await numbersOf(shop)).toEqual({
    unitMinor: 100n,
    rewards: ["¥500 off", "¥1,000 off"],
    spend: [50_000n, 100_000n],
    achievement: "¥50,000 spent",
  });
});

test("once the history is here, a draft's numbers fit the shop's own orders", async () => {
  const shop = await shopWithOrders("JPY", 62_000);
  await importEnds(shop);
  expect(await numbersOf(shop)).toEqual({
    unitMinor: 1_000n,
    rewards: ["¥5,000 off", "¥10,000 off"],
    spend: [500_000n, 1_000_000n],
    achievement: "¥500,000 spent",
  });
});

test.each<[string, (shop: string) => Promise<unknown>]>([
  ["has changed", (shop) => saveProgram(shop, { pendingDays: 14 }, at)],
  ["has looked at", (id) => db.shop.update({ where: { id }, data: { ruleReviewedAt: at } })],
])("numbers that somebody %s stay", async (_, touch) => {
  const shop = await shopWithOrders("USD", 60_000);
  await touch(shop);
  await importEnds(shop);
  expect((await loadProgram(shop)).unitMinor).toBe(100n);
});

test("a program that is live keeps its numbers, and a few orders say nothing", async () => {
  const live = await shopWithOrders("USD", 60_000);
  await inShop(live, (tx) => tx.loyaltyProgram.updateMany({ data: { state: "live" } }));
  await importEnds(live);
  expect((await loadProgram(live)).unitMinor).toBe(100n);

  const small = await shopWithOrders("USD", 60_000, 3);
  await importEnds(small);
  expect((await loadProgram(small)).unitMinor).toBe(100n);
});
