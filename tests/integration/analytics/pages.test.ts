import { expect, test } from "vitest";

import {
  customerOrders,
  customerTimeline,
  loadCustomer,
} from "#app/customers/timeline/customer.server.ts";
import { customerLedger } from "#app/loyalty/ledger/customer-ledger.server.ts";
import { backfillProgress, homeFigures, recentActivity } from "#app/analytics/home.server.ts";
import { latestEntries, loyaltyTotals } from "#app/analytics/loyalty.server.ts";
import { namedSegments, rfmGrid } from "#app/segments/segments-overview.server.ts";
import { identifierHash } from "#app/customers/identity/identifier-hash.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { scoreCustomers } from "#app/segments/score-customers.server.ts";
import { addCustomers } from "#tests/support/people.ts";
import { createShop } from "#tests/support/shop.ts";

const now = new Date("2026-05-01T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);

test("a shop without anything has pages all the same", async () => {
  const { id } = await createShop();

  expect(await homeFigures(id, now)).toEqual({
    customers: 0,
    orders: 0,
    revenueMinor: 0,
    repeatRate: 0,
    pointsOutstanding: 0,
    atRisk: 0,
    last30Days: { orders: 0, revenueMinor: 0, newCustomers: 0, pointsEarned: 0 },
  });
  expect(await recentActivity(id, 5)).toEqual([]);
  expect(await backfillProgress(id)).toBeNull();
  expect(await loyaltyTotals(id)).toEqual({ available: 0, pending: 0, debt: 0, members: 0 });
  expect(await latestEntries(id, 5)).toEqual([]);
  expect(await loadCustomer(id, newId())).toBeNull();
  const grid = await rfmGrid(id);
  expect(grid).toMatchObject({ runAt: null, thresholds: null, intervals: null });
  expect(grid.cells).toHaveLength(25);
  expect((await namedSegments(id)).map(({ customers }) => customers)).toEqual(Array(11).fill(0));
});

test("the home figures count people, their orders, and the orders of nobody known", async () => {
  const { id: shopId } = await createShop();
  const [ann = "", , , gone = ""] = await addCustomers(shopId, [
    {
      ordersCount: 2,
      spentMinor: 3_000n,
      firstOrderAt: daysAgo(90),
      lastOrderAt: daysAgo(10),
      score: { stage: "at_risk" },
    },
    { ordersCount: 1, spentMinor: 500n, firstOrderAt: daysAgo(5), lastOrderAt: daysAgo(5) },
    { ordersCount: 0 },
    { mergedIntoId: newId() },
  ]);
  await inShop(shopId, async (tx) => {
    await addOrder(tx, shopId, {
      customerId: ann,
      totalMinor: 2_000n,
      refundedMinor: 500n,
      processedAt: daysAgo(10),
    });
    await addOrder(tx, shopId, { customerId: null, totalMinor: 700n, processedAt: daysAgo(200) });
    await addOrder(tx, shopId, {
      customerId: null,
      totalMinor: 9_999n,
      processedAt: daysAgo(1),
      test: true,
    });
    await addOrder(tx, shopId, {
      customerId: null,
      totalMinor: 9_999n,
      processedAt: daysAgo(1),
      financialState: "pending",
    });
    await addOrder(tx, shopId, {
      customerId: null,
      totalMinor: 9_999n,
      processedAt: daysAgo(1),
      cancelledAt: now,
    });
    await addEntry(tx, shopId, {
      customerId: ann,
      seq: 1n,
      points: 40n,
      occurredAt: daysAgo(90),
      recordedAt: now,
    });
    await addEntry(tx, shopId, {
      customerId: ann,
      seq: 2n,
      points: 15n,
      occurredAt: daysAgo(3),
      recordedAt: now,
    });
    await addEntry(tx, shopId, {
      customerId: ann,
      seq: 3n,
      points: -5n,
      occurredAt: daysAgo(2),
      recordedAt: now,
    });
    await tx.ledgerAccount.create({
      data: { shopId, customerId: ann, available: 50n, seq: 3n, updatedAt: now },
    });
  });

  expect(gone).not.toBe("");
  expect(await homeFigures(shopId, now)).toEqual({
    customers: 3,
    orders: 4,
    revenueMinor: 4_200,
    repeatRate: 0.5,
    pointsOutstanding: 50,
    atRisk: 1,
    last30Days: { orders: 1, revenueMinor: 1_500, newCustomers: 1, pointsEarned: 15 },
  });
  expect(await loyaltyTotals(shopId)).toEqual({ available: 50, pending: 0, debt: 0, members: 1 });
  expect((await latestEntries(shopId, 2)).map(({ kind, points }) => [kind, points])).toEqual([
    ["reverse", -5],
    ["earn", 15],
  ]);
});

test("recent activity tells what happened, not what was imported or worked out at night", async () => {
  const { id: shopId } = await createShop();
  const [ann = ""] = await addCustomers(shopId, [{ firstName: "Ann", lastName: "Lee" }]);
  await inShop(shopId, async (tx) => {
    const orderId = await addOrder(tx, shopId, {
      customerId: ann,
      name: "#1001",
      processedAt: daysAgo(1),
    });
    const about = { customerId: ann, orderId: null } as const;
    const paid = {
      type: "order.paid",
      orderId,
      customerId: ann,
      properties: { orderId: String(orderId) },
    } as const;
    await appendEvents(
      tx,
      shopId,
      [
        { ...paid, source: "webhook", occurredAt: daysAgo(1), dedupeKey: "a" },
        { ...paid, source: "backfill", occurredAt: daysAgo(2), dedupeKey: "b" },
        {
          ...about,
          type: "segment.entered",
          properties: { segment: "loyal" },
          source: "app",
          occurredAt: now,
          dedupeKey: "c",
        },
        {
          ...about,
          type: "customer.created",
          properties: {},
          source: "webhook",
          occurredAt: daysAgo(3),
          dedupeKey: "d",
        },
      ],
      now,
    );
  });

  expect(await recentActivity(shopId, 10)).toMatchObject([
    {
      type: "order.paid",
      at: daysAgo(1).toISOString(),
      customerId: ann,
      customerName: "Ann Lee",
      orderName: "#1001",
    },
    { type: "customer.created", customerName: "Ann Lee", orderName: null },
  ]);
  expect(await recentActivity(shopId, 1)).toHaveLength(1);
  expect((await customerTimeline(shopId, ann, { limit: 10 })).rows).toHaveLength(4);
});

test("a customer's page says who they are, and why", async () => {
  const { id: shopId } = await createShop();
  const [ann = "", old = ""] = await addCustomers(shopId, [
    {
      email: "ann@example.com",
      shopifyId: 9007199254740995n,
      score: { recency: 5, frequency: 4, monetary: 3 },
    },
    { email: "ann@old.example" },
  ]);
  await inShop(shopId, async (tx) => {
    await tx.customer.update({
      where: { shopId_id: { shopId, id: old } },
      data: { mergedIntoId: ann },
    });
    const seen = { shopId, customerId: ann, firstSeenAt: daysAgo(9), lastSeenAt: now };
    const hash = (kind: "email" | "shopify", value: string) =>
      Buffer.from(identifierHash(shopId, kind, value), "hex");
    await tx.identifier.createMany({
      data: [
        {
          ...seen,
          kind: "shopify",
          valueHash: hash("shopify", "9007199254740995"),
          claimedAt: now,
        },
        {
          ...seen,
          kind: "email",
          valueHash: hash("email", "ann@example.com"),
          claimedAt: now,
          firstSeenAt: daysAgo(8),
        },
        {
          ...seen,
          kind: "email",
          valueHash: hash("email", "ann@old.example"),
          firstSeenAt: daysAgo(7),
        },
      ],
    });
    await tx.identityEdge.create({
      data: {
        shopId,
        id: newId(),
        keptId: ann,
        mergedId: old,
        source: "shopify",
        confidence: 100,
        reason: "Because.",
        at: now,
      },
    });
  });

  const page = await loadCustomer(shopId, ann);
  expect(page).toMatchObject({
    shopifyId: "9007199254740995",
    rfm: { r: 5, f: 4, m: 3 },
    account: null,
    mergedIntoId: null,
    links: [{ id: old, reason: "Because.", at: now.toISOString(), undoneAt: null }],
  });
  expect(page?.identifiers.map(({ kind, value }) => [kind, value])).toEqual([
    ["shopify", "9007199254740995"],
    ["email", "ann@example.com"],
    ["email", null],
  ]);
  expect(new Set(page?.identifiers.map(({ why }) => why)).size).toBe(3);
  expect(await loadCustomer(shopId, old)).toMatchObject({ mergedIntoId: ann });
});

test("orders, events and points of a customer come a page at a time, each once", async () => {
  const { id: shopId } = await createShop();
  const [ann = ""] = await addCustomers(shopId, [{}]);
  await inShop(shopId, async (tx) => {
    for (let n = 0; n < 7; n++) {
      // Several of the same moment: ids settle the order.
      const at = daysAgo(Math.floor(n / 3));
      await addOrder(tx, shopId, { customerId: ann, processedAt: at });
      await addEntry(tx, shopId, {
        customerId: ann,
        seq: BigInt(n + 1),
        points: 1n,
        occurredAt: at,
        recordedAt: at,
      });
      await appendEvents(
        tx,
        shopId,
        [
          {
            type: "customer.created",
            customerId: ann,
            orderId: null,
            occurredAt: at,
            source: "app",
            dedupeKey: `e${n}`,
            properties: {},
          },
        ],
        now,
      );
    }
  });

  for (const load of [customerOrders, customerTimeline, customerLedger]) {
    const ids: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await load(shopId, ann, { before, limit: 3 });
      ids.push(...page.rows.map(({ id }) => id));
      if (!page.next) break;
      before = page.next;
    }
    const all = (await load(shopId, ann, { limit: 100 })).rows.map(({ id }) => id);
    expect(ids).toEqual(all);
    expect(new Set(ids).size).toBe(7);
  }
});

test("the grid and the segments agree with who is in them", async () => {
  const { id: shopId } = await createShop();
  const people = Array.from({ length: 60 }, (_, n) => ({
    ordersCount: 1 + (n % 6),
    spentMinor: BigInt(100 * (n + 1)),
    firstOrderAt: daysAgo(400),
    lastOrderAt: daysAgo(n * 5),
  }));
  const [quiet = ""] = await addCustomers(shopId, people);
  await scoreCustomers(shopId, now);
  const first = await namedSegments(shopId);
  expect(first.map(({ entered30Days }) => entered30Days)).toEqual(Array(11).fill(0));

  const tomorrow = new Date(now.getTime() + DAY_MS);
  await inShop(shopId, (tx) =>
    tx.customer.update({
      where: { shopId_id: { shopId, id: quiet } },
      data: { lastOrderAt: daysAgo(390) },
    }),
  );
  await scoreCustomers(shopId, tomorrow);

  const { cells, runAt, thresholds } = await rfmGrid(shopId);
  const segments = await namedSegments(shopId);
  const spent = people.reduce((sum, { spentMinor }) => sum + Number(spentMinor), 0);
  expect(runAt).toBe(tomorrow.toISOString());
  expect(thresholds?.recency.length).toBe(4);
  for (const figures of [cells, segments]) {
    expect(figures.reduce((sum, { customers }) => sum + customers, 0)).toBe(60);
    expect(figures.reduce((sum, { revenueMinor }) => sum + revenueMinor, 0)).toBe(spent);
  }
  for (const { segment, customers } of segments) {
    const inCells = cells.filter((cell) => cell.segment === segment);
    expect(inCells.reduce((sum, cell) => sum + cell.customers, 0)).toBe(customers);
  }
  expect(segments.reduce((sum, { left30Days }) => sum + left30Days, 0)).toBeGreaterThan(0);
  expect(segments.reduce((sum, one) => sum + one.entered30Days - one.left30Days, 0)).toBe(0);
});

let lastOrderId = 9007199254740993n;

type OrderTraits = {
  customerId: string | null;
  processedAt: Date;
  totalMinor?: bigint;
  refundedMinor?: bigint;
  test?: boolean;
  financialState?: string;
  cancelledAt?: Date;
  name?: string;
};

async function addOrder(tx: ShopTx, shopId: string, traits: OrderTraits): Promise<bigint> {
  const id = ++lastOrderId;
  const at = traits.processedAt;
  await tx.order.create({
    data: {
      shopId,
      id,
      name: `#${id}`,
      sourceUpdatedAt: at,
      createdAt: at,
      financialState: "paid",
      currency: "GBP",
      presentmentCurrency: "GBP",
      totalMinor: 1_000n,
      subtotalMinor: 1_000n,
      taxMinor: 0n,
      shippingMinor: 0n,
      discountMinor: 0n,
      ...traits,
    },
  });
  return id;
}

type EntryTraits = {
  customerId: string;
  seq: bigint;
  points: bigint;
  occurredAt: Date;
  recordedAt: Date;
};

async function addEntry(
  tx: ShopTx,
  shopId: string,
  { points, ...traits }: EntryTraits,
): Promise<void> {
  await tx.ledgerEntry.create({
    data: {
      shopId,
      id: newId(),
      kind: points > 0n ? "earn" : "reverse",
      availableDelta: points,
      outside: points > 0n ? "issued" : "revoked",
      outsideDelta: -points,
      idempotencyKey: newId(),
      actor: "encore",
      reason: { code: "order_paid" },
      ...traits,
    },
  });
}
