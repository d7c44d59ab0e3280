import { beforeEach, expect, test } from "vitest";

import { loadSettling } from "#app/analytics/settling.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { loadEvents } from "#app/events/load-events.server.ts";
import { countRemains } from "#app/orders/writing/write-refunds.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { updateTiersAndAchievements } from "#app/loyalty/update-tiers-and-achievements.server.ts";
import { reviewDueTiers } from "#app/loyalty/tiers/review-due-tiers.server.ts";
import { reviewTiers } from "#app/loyalty/tiers/review-tiers.server.ts";
import type { TierSettings } from "#app/loyalty/tiers/tier-problems.ts";
import type { Condition } from "#app/loyalty/tiers/tier.ts";
import { tiersAsOf } from "#app/loyalty/tiers/tiers-as-of.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import {
  haveCustomer,
  haveRefund,
  appendOrderEvent,
  balanceOf,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const day = (text: string) => new Date(`${text}T10:00:00Z`);
const START = day("2020-01-01");

let shop: string;
let ann: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  ann = await haveCustomer(shop, { shopifyId: 1n });
});

/** Silver and Gold by what was spent, in whole units. Gold gives 100 points for entering. */
async function haveTiers(changes: Partial<TierSettings> = {}, gold = 500n): Promise<void> {
  await chooseTiers(changes, gold);
  await reviewDueTiers(shop, START);
}

async function chooseTiers(changes: Partial<TierSettings> = {}, gold = 500n): Promise<void> {
  const { tiers } = await listTiers(shop);
  const idOf = (name: string) => tiers.find((tier) => tier.name === name)?.id ?? null;
  const spend = (atLeast: bigint): Condition[] => [{ basis: "spend", atLeast: atLeast * 100n }];
  const saved = await saveTiers(
    shop,
    {
      active: true,
      window: { kind: "lifetime" },
      graceDays: 30,
      onRefund: "drop",
      tiers: [
        {
          id: idOf("Silver"),
          name: "Silver",
          conditions: spend(200n),
          perks: [],
          entryReward: null,
        },
        {
          id: idOf("Gold"),
          name: "Gold",
          conditions: spend(gold),
          perks: [{ kind: "multiplier", multiplierBps: 15_000 }],
          entryReward: { points: 100n },
        },
      ],
      ...changes,
    },
    START,
  );
  expect(saved).toEqual({ outcome: "saved" });
}

/** An order of one line, with what of it went back so far; heard of, awarded and followed. */
async function bought(id: bigint, amount: number, on: string, customerId = ann, back = 0) {
  await write(id, amount, on, customerId, back);
  const events = await appendOrderEvent(shop, "order.changed", id);
  await awardPoints(shop, events);
  await follow(events);
}

async function write(id: bigint, amount: number, on: string, customerId: string, back: number) {
  const at = day(on);
  const totalMinor = amount * 100;
  const state = back === 0 ? "paid" : back === amount ? "refunded" : "partially_refunded";
  const money = {
    totalMinor,
    subtotalMinor: totalMinor,
    taxMinor: 0,
    shippingMinor: 0,
    discountMinor: 0,
  };
  const data = {
    ...money,
    customerId,
    name: `#${id}`,
    sourceUpdatedAt: at,
    createdAt: at,
    processedAt: at,
    financialState: state,
    refundedMinor: back * 100,
    currency: "USD",
    presentmentCurrency: "USD",
    shopifyCustomerId: 1n,
  };
  await inShop(shop, async (tx) => {
    await tx.order.upsert({
      where: { shopId_id: { shopId: shop, id } },
      create: { ...data, shopId: shop, id },
      update: data,
    });
    await tx.orderLine.deleteMany({ where: { shopId: shop, orderId: id } });
    const line = { id: id * 10n, orderId: id, title: "Tea", quantity: 1, currentQuantity: 1 };
    await tx.orderLine.create({
      data: { ...line, shopId: shop, priceMinor: totalMinor, discountMinor: 0, taxMinor: 0 },
    });
    await countRemains(tx, [id]);
  });
  if (back > 0)
    await haveRefund(shop, {
      id,
      orderId: id,
      amountMinor: back * 100,
      adjustmentMinor: back * 100,
    });
}

/** The reactions to these events, and to the points that moved because of them. */
async function follow(events: readonly StoredEvent[]): Promise<void> {
  await updateTiersAndAchievements(shop, events);
  const moved = await inShop(shop, (tx) =>
    tx.event.findMany({ where: { type: "points.changed" } }),
  );
  await updateTiersAndAchievements(
    shop,
    await inShop(shop, (tx) =>
      loadEvents(
        tx,
        moved.map(({ id }) => id),
      ),
    ),
  );
}

/** Time passes, and nothing else. */
async function waitUntil(on: string): Promise<void> {
  await reviewDueTiers(shop, day(on));
}

async function tierOf(customerId = ann): Promise<string | null> {
  const { tiers } = await listTiers(shop);
  const membership = await inShop(shop, (tx) =>
    tx.tierMembership.findUnique({ where: { shopId_customerId: { shopId: shop, customerId } } }),
  );
  return tiers.find(({ id }) => id === membership?.tierId)?.name ?? null;
}

async function changes(): Promise<string[]> {
  const rows = await inShop(shop, (tx) => tx.tierChange.findMany({ orderBy: { id: "asc" } }));
  return rows.map(({ reason }) => reason);
}

async function countOf(type: string): Promise<number> {
  return inShop(shop, (tx) => tx.event.count({ where: { type } }));
}

/** What the customer has by entering tiers: all less what the orders gave. */
async function bonus(customerId = ann): Promise<number> {
  const rows = await inShop(shop, (tx) =>
    tx.ledgerEntry.findMany({
      where: { customerId, orderId: null, kind: { in: ["earn", "reverse"] } },
    }),
  );
  return rows.reduce((sum, row) => sum + Number(row.availableDelta), 0);
}

test("a shop starts with New, Loyal, VIP and Ambassador, and an order makes somebody new", async () => {
  const { tiers } = await listTiers(shop);
  expect(tiers.map(({ name }) => name)).toEqual(["New", "Loyal", "VIP", "Ambassador"]);
  expect((await loadSettling(shop, START)).works).toEqual([]);
  await bought(1n, 10, "2026-01-05");
  expect(await tierOf()).toBe("New");
  await bought(2n, 10, "2026-01-06");
  expect(await tierOf()).toBe("Loyal");
  await bought(3n, 480, "2026-01-07");
  expect(await tierOf()).toBe("VIP");
});

test("case 34: Gold at 500 points: +600, −400 spent → still Gold", async () => {
  await haveTiers({
    tiers: [
      {
        id: null,
        name: "Gold",
        conditions: [{ basis: "points", atLeast: 500n }],
        perks: [],
        entryReward: null,
      },
    ],
  });
  await bought(1n, 600, "2026-01-05");
  expect(await tierOf()).toBe("Gold");
  const about = { customerId: ann, occurredAt: day("2026-01-06"), source: "app" } as const;
  const spent = { ...about, points: 400n, redemptionId: "00000000-0000-7000-8000-000000000001" };
  const reason = { code: "reward_redeemed", reward: "4 off", points: "400" } as const;
  await inShop(shop, (tx) =>
    postEntries(
      tx,
      [
        { ...spent, kind: "hold", idempotencyKey: "hold.1", reason },
        { ...spent, kind: "capture", idempotencyKey: "capture.1", reason },
      ],
      day("2026-01-06"),
    ),
  );
  await follow([]);
  expect(await balanceOf(shop, ann)).toEqual({ available: 200, debt: 0 });
  expect(await tierOf()).toBe("Gold");
  expect(await changes()).toEqual(["earned"]);
});

test("case 35: 480 + 40, Gold 500; refund 40 → Silver, −100 entry bonus; and once, however often it is heard", async () => {
  await haveTiers();
  await bought(1n, 480, "2026-01-05");
  await bought(2n, 40, "2026-01-10");
  expect(await tierOf()).toBe("Gold");
  expect(await bonus()).toBe(100);

  await bought(2n, 40, "2026-01-10", ann, 40);
  expect(await tierOf()).toBe("Silver");
  expect(await balanceOf(shop, ann)).toEqual({ available: 480, debt: 0 });
  await bought(2n, 40, "2026-01-10", ann, 40);
  expect(await changes()).toEqual(["earned", "earned", "refunded"]);
  expect(await countOf("tier.changed")).toBe(3);

  await bought(3n, 20, "2026-02-01");
  expect([await tierOf(), await bonus()]).toEqual(["Gold", 100]); // Entered again, by something else.
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 35: what of the entry bonus was spent already is not asked back", async () => {
  await haveTiers();
  await bought(1n, 520, "2026-01-10");
  const taking = { customerId: ann, occurredAt: day("2026-01-11"), source: "app" } as const;
  await inShop(shop, (tx) =>
    postEntries(
      tx,
      [
        {
          ...taking,
          kind: "adjust",
          points: -590n,
          idempotencyKey: "spent",
          reason: { code: "adjusted_by_hand", points: "-590" },
        },
      ],
      day("2026-01-11"),
    ),
  );
  expect(await balanceOf(shop, ann)).toEqual({ available: 30, debt: 0 });
  await bought(1n, 520, "2026-01-10", ann, 40);
  // Of the 30 points that are left the order's own 40 take what they can.
  expect(await tierOf()).toBe("Silver");
  expect((await balanceOf(shop, ann)).available).toBe(0);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 35, setting: the tier and its reward are kept until the term ends", async () => {
  await haveTiers({ onRefund: "keep", window: { kind: "anniversary" }, graceDays: 0 });
  await bought(1n, 480, "2026-01-05");
  await bought(2n, 40, "2026-01-10");
  await bought(2n, 40, "2026-01-10", ann, 40);
  expect([await tierOf(), await bonus()]).toEqual(["Gold", 100]);
  await waitUntil("2027-01-10");
  expect([await tierOf(), await bonus()]).toEqual([null, 100]);
  expect((await changes()).at(-1)).toBe("term_ended");
});

test("case 36: Gold 3 Mar 2026, now 250, Silver 200 → a message on 3 Mar, Silver on 2 Apr 2027", async () => {
  await haveTiers({ window: { kind: "anniversary" } });
  await bought(1n, 300, "2025-09-01");
  await bought(2n, 200, "2026-03-03");
  await bought(3n, 250, "2026-10-01");
  expect(await tierOf()).toBe("Gold");
  await waitUntil("2027-03-02");
  expect(await countOf("tier.ending")).toBe(0);
  await waitUntil("2027-03-03");
  await waitUntil("2027-03-04");
  expect([await tierOf(), await countOf("tier.ending")]).toEqual(["Gold", 1]);
  await waitUntil("2027-04-01");
  expect(await tierOf()).toBe("Gold");
  await waitUntil("2027-04-02");
  expect(await tierOf()).toBe("Silver");
  expect(await bonus()).toBe(100); // It was earned; that it ended is not its undoing.
  expect((await changes()).at(-1)).toBe("term_ended");
});

test("changed tiers rate everybody anew; nobody is paid for the past, and nobody pays for the shop's change", async () => {
  await haveTiers();
  await bought(1n, 520, "2026-01-10");
  const bob = await haveCustomer(shop, { shopifyId: 2n });
  await bought(2n, 300, "2026-01-10", bob);
  await inShop(shop, (tx) => tx.customer.updateMany({ data: { ordersCount: 1 } }));

  await chooseTiers({}, 600n);
  expect((await loadSettling(shop, START)).works).toMatchObject([
    { kind: "tiers", done: 0, total: null },
  ]);
  await reviewDueTiers(shop, day("2026-02-01"));
  expect((await loadSettling(shop, START)).works).toEqual([]);
  expect([await tierOf(ann), await tierOf(bob)]).toEqual(["Silver", "Silver"]);
  expect([await bonus(ann), await bonus(bob)]).toEqual([100, 0]);
  expect((await changes()).at(-1)).toBe("program_changed");

  await bought(1n, 520, "2026-01-10", ann, 20);
  expect(await bonus(ann)).toBe(100); // Kept for good.
  await chooseTiers({}, 250n);
  await reviewDueTiers(shop, day("2026-02-02"));
  expect([await tierOf(ann), await tierOf(bob)]).toEqual(["Gold", "Gold"]);
  expect([await bonus(ann), await bonus(bob)]).toEqual([100, 100]);
  const { tiers } = await listTiers(shop);
  expect(tiers.map(({ name, members }) => [name, members])).toEqual([
    ["Silver", 0],
    ["Gold", 2],
  ]);
});

test("two records become one: the tier is that of all that both bought", async () => {
  await haveTiers();
  const guest = await haveCustomer(shop);
  await bought(1n, 300, "2026-01-10");
  await bought(2n, 300, "2026-01-11", guest);
  expect([await tierOf(ann), await tierOf(guest)]).toEqual(["Silver", "Silver"]);
  const merged = await mergeCustomer(shop, guest, ann);
  await transferPoints(shop, merged);
  await follow(merged);
  await follow(merged);
  expect([await tierOf(ann), await tierOf(guest)]).toEqual(["Gold", null]);
  expect(await bonus(ann)).toBe(100);
  expect(await verifyLedger(shop)).toEqual([]);
});

test("an order is asked for the tier from before it", async () => {
  await haveTiers();
  await bought(1n, 600, "2026-01-10");
  const when = await inShop(shop, (tx) =>
    tiersAsOf(tx, [
      { customerId: ann, at: day("2026-01-10") },
      { customerId: ann, at: day("2026-01-11") },
    ]),
  );
  expect(when.tiers).toEqual([null, { id: expect.any(String) as string, multiplierBps: 15_000 }]);
});

test("whatever arrives first, the tiers, their dates and the points end the same", async () => {
  const story = [
    { id: 1n, amount: 480, on: "2026-01-05", back: 0 },
    { id: 2n, amount: 40, on: "2026-01-10", back: 40 },
    { id: 3n, amount: 250, on: "2026-03-01", back: 100 },
  ];
  const orders = [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ];
  const ends = [];
  for (const order of orders) {
    shop = (await createShop({ currency: "USD" })).id;
    ann = await haveCustomer(shop, { shopifyId: 1n });
    await haveTiers();
    for (const index of order) {
      const { id, amount, on, back } = story[index]!;
      if (index !== order[0]) await bought(id, amount, on);
      await bought(id, amount, on, ann, back);
    }
    const membership = await inShop(shop, (tx) => tx.tierMembership.findFirst());
    ends.push([await tierOf(), membership?.since, await balanceOf(shop, ann)]);
    await inShop(shop, (tx) => reviewTiers(tx, [ann], day("2026-06-01")));
    expect(await tierOf()).toBe("Gold");
  }
  expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1);
  // The second order came back only in November: the third was made in Gold, whatever is known of it now.
  expect(ends[0]).toEqual(["Gold", day("2026-03-01"), { available: 805, debt: 0 }]);
});

test("tiers that make no sense are refused, in plain words", async () => {
  const { terms } = await listTiers(shop);
  const tier = (name: string, atLeast: bigint) => ({
    id: null,
    name,
    conditions: [{ basis: "spend" as const, atLeast }],
    perks: [],
    entryReward: null,
  });
  const refused = await saveTiers(
    shop,
    { ...terms, tiers: [tier("Gold", 500n), tier("gold", 200n)] },
    START,
  );
  expect(refused).toEqual({
    outcome: "refused",
    problems: [
      { tier: 1, words: "Another tier has this name." },
      { tier: 1, words: 'Ask for more money spent than "Gold" does: it is the lower tier.' },
    ],
  });
});
