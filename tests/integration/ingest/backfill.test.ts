import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { DAY_MS } from "#app/ground/calendar.ts";
import { drainReactions } from "#app/events/drain-reactions.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { loadEvents } from "#app/events/load-events.server.ts";
import type { ReactionHandler } from "#app/events/reaction-table.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { findActiveBackfill, requestBackfill } from "#app/ingest/backfill/backfill.server.ts";
import { importHistory } from "#app/ingest/backfill/import-history.server.ts";
import { reconcileOrders } from "#app/ingest/reconciliation/reconcile.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { refreshToldOrders } from "#app/orders/refresh-orders.server.ts";
import { handlers } from "#app/reactions.server.ts";
import { log } from "#app/ground/log.server.ts";
import { Retry } from "#app/ground/retry.ts";
import type { Shop } from "#prisma/generated/client/client.ts";
import {
  CustomerInput,
  EditInput,
  OrderInput,
  ProductInput,
  RefundInput,
} from "#tests/stand-in/acts/inputs.ts";
import { orderGrossMinor, orderRefundedMinor, sum } from "#tests/stand-in/order-money.ts";
import type { OrderDoc, ShopDoc } from "#tests/stand-in/store/documents.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";

/** As importHistory has it. */
const TRIES = 10;
/** No column for money is that wide. */
const MORE_THAN_FITS = "100000000000000000.00";

let placedSoFar = 0;
let shopify: Connected;
let shop: Shop;
let atShopify: ShopDoc;

beforeAll(async () => {
  shopify = await connect();
});
afterAll(() => shopify.close());
afterEach(() => vi.restoreAllMocks());
beforeEach(async () => {
  ({ shop, atShopify } = await shopify.open());
});

test("the first install makes the shop known and asks for its history", async () => {
  expect(shop).toMatchObject({ name: "Tea & Co", currency: "GBP", uninstalledAt: null });
  expect(await findActiveBackfill(shop.id)).toMatchObject({ state: "queued", ordersDone: 0 });
});

test("the whole history comes in, to the penny: members, guests, refunds, and orders with many lines", async () => {
  silence(true);
  const orders = makeHistory();
  silence(false);

  await importHistory(shop.id);

  expect(await figures()).toEqual(figuresOf(orders));
  expect(await lastBackfill()).toMatchObject({
    state: "done",
    ordersDone: orders.length,
    ordersTotal: orders.length,
    lastError: null,
  });
  const [line] = await inShop(shop.id, (tx) => tx.orderLine.findMany({ take: 1 }));
  expect(line).toMatchObject({ productType: "Tea" });
});

test("an order that came by webhook as well is counted once, and tells the same", async () => {
  const orders = makeHistory();
  await shopify.settle(atShopify);
  const told = await allFacts();

  await importHistory(shop.id);

  expect(await figures()).toEqual(figuresOf(orders));
  expect(await allFacts()).toEqual(told);
  expect(
    await inShop(shop.id, (tx) =>
      tx.event.count({ where: { type: "order.changed", source: "backfill" } }),
    ),
  ).toBe(0);
});

test("text that PostgreSQL cannot keep stops neither an import, nor a webhook, nor a comparison", async () => {
  const title = "Oo\0long \ud83d";
  shopify.standIn.context.acts.products.create(
    atShopify,
    ProductInput.parse({ title, variants: [{ sku: "Oolong", price: "9.00" }] }),
  );
  silence(true);
  place({ email: "ada@example.com", quantity: 1, sku: "Oolong" });
  silence(false);
  await importHistory(shop.id);
  place({ email: "ada@example.com", quantity: 1, sku: "Oolong" });
  await shopify.settle(atShopify);
  silence(true);
  place({ email: "ada@example.com", quantity: 1, sku: "Oolong" });
  silence(false);
  await reconcileOrders(shop.id);

  const lines = await inShop(shop.id, (tx) => tx.orderLine.findMany({ select: { title: true } }));
  expect(lines).toEqual(Array(3).fill({ title: "Oolong \ufffd" }));
});

test("an import that broke off goes on from where it was", async () => {
  silence(true);
  const orders = makeHistory();
  silence(false);
  const { faults } = shopify.standIn.context;
  // The first orders have no refunds to ask for; then Shopify is away.
  faults.set({ mode: "500", count: null, ms: 0, operation: "RefundsOfOrders" });
  await expect(importHistory(shop.id, { orders: 2, lines: 1_000 })).rejects.toThrow();
  faults.set({ mode: "none", count: null, ms: 0, operation: null });

  expect(await findActiveBackfill(shop.id)).toMatchObject({
    state: "importing",
    ordersDone: 2,
    lastError: expect.any(String) as string,
  });
  await importHistory(shop.id);

  expect(await figures()).toEqual(figuresOf(orders));
  expect(await lastBackfill()).toMatchObject({ state: "done", ordersDone: orders.length });
});

test("what an import brings is worked on when it is over, once for each customer, and comes to what each order's webhook would", async () => {
  silence(true);
  makeHistory();
  silence(false);
  const { faults } = shopify.standIn.context;
  faults.set({ mode: "500", count: null, ms: 0, operation: "RefundsOfOrders" });
  await expect(importHistory(shop.id, { orders: 2, lines: 1_000 })).rejects.toThrow();
  faults.set({ mode: "none", count: null, ms: 0, operation: null });

  // Ada's other orders are still to come: her tier and what she is shown would change with each of them.
  await react();
  expect(await awards()).toEqual([]);

  await importHistory(shop.id, { orders: 2, lines: 1_000 });
  const ran = await react();
  const imported = await inShop(shop.id, (tx) =>
    tx.event.count({ where: { type: "customer.imported" } }),
  );
  expect(imported).toBe(3);
  expect(ran.get("publish-balance")).toBe(imported);
  expect(ran.has("update-loyalty")).toBe(false);
  expect(ran.has("notify-integrations")).toBe(false);
  // And once more behind them all, a second later, to hear that it was all.
  await inShop(shop.id, (tx) => tx.reaction.updateMany({ data: { dueAt: now() } }));
  const after = await react();
  const turns = [ran, after].map((some) => some.get("finish-import") ?? 0);
  expect(turns.reduce((sum, one) => sum + one)).toBe(imported + 1);

  const orders = await inShop(shop.id, (tx) => tx.order.findMany());
  const byImport = await awards();
  expect(byImport.length).toBeGreaterThan(0);
  await awardPoints(shop.id, await eventsOf(orders.map(({ id }) => id)));
  expect(await awards()).toEqual(byImport);
  expect(await verifyLedger(shop.id)).toEqual([]);
});

test("what came in before an import failed is worked on, too", async () => {
  vi.spyOn(log, "error").mockReturnValue();
  silence(true);
  place({ email: "ada@example.com", quantity: 1 });
  place({ email: "ada@example.com", quantity: 1, price: MORE_THAN_FITS });
  silence(false);
  for (let time = 0; time < TRIES; time++)
    await importHistory(shop.id, { orders: 1, lines: 1 }).catch(() => undefined);
  expect(await lastBackfill()).toMatchObject({ state: "failed", ordersDone: 1 });
  await react();
  expect(await awards()).toHaveLength(1);
});

test("an import that always fails at the same place is given up after some tries, and can be asked for anew", async () => {
  vi.spyOn(log, "error").mockReturnValue();
  silence(true);
  place({ email: "ada@example.com", quantity: 1 });
  place({ email: "ada@example.com", quantity: 1, price: MORE_THAN_FITS });
  silence(false);
  const { faults } = shopify.standIn.context;
  const oneByOne = { orders: 1, lines: 1 };
  faults.set({ mode: "500", count: null, ms: 0, operation: null });
  for (let time = 0; time < TRIES; time++)
    await expect(importHistory(shop.id)).rejects.toBeInstanceOf(Retry);
  faults.set({ mode: "none", count: null, ms: 0, operation: null });
  // Shopify was away, which does not count, and the first order comes in, which counts anew.
  for (let time = 1; time < TRIES; time++)
    await expect(importHistory(shop.id, oneByOne)).rejects.toThrow();
  expect(await lastBackfill()).toMatchObject({ state: "importing", ordersDone: 1 });

  await importHistory(shop.id, oneByOne);

  expect(await lastBackfill()).toMatchObject({
    state: "failed",
    ordersDone: 1,
    finishedAt: expect.any(Date) as Date,
    lastError: expect.stringContaining("the fault is Encore's own") as string,
  });
  await requestBackfill(shop.id);
  expect(await findActiveBackfill(shop.id)).toMatchObject({ state: "queued", tries: 0 });
});

test("an uninstall in the middle of an import costs no order, should the shop come back", async () => {
  silence(true);
  const orders = makeHistory();
  silence(false);
  const importing = importHistory(shop.id, { orders: 1, lines: 1 });
  await vi.waitUntil(async () => ((await lastBackfill())?.ordersDone ?? 0) > 0, {
    interval: 5,
    timeout: 10_000,
  });
  await setUninstalled(new Date());
  await importing;
  expect((await lastBackfill())?.ordersDone).toBe(await inShop(shop.id, (tx) => tx.order.count()));

  await setUninstalled(null);
  await importHistory(shop.id);
  expect(await figures()).toEqual(figuresOf(orders));
});

test("what happened between an import and a reinstall is found, though nothing was compared before", async () => {
  await importHistory(shop.id);
  silence(true);
  makeHistory();
  silence(false);
  await db.shop.update({
    where: { id: shop.id },
    data: { installedAt: new Date(Date.now() + DAY_MS) },
  });

  await reconcileOrders(shop.id);
  expect(await inShop(shop.id, (tx) => tx.order.count())).toBe(9);
});

test("asking for an import twice starts one", async () => {
  expect(await requestBackfill(shop.id)).toBe(await requestBackfill(shop.id));
});

test("orders whose webhooks were lost are found by when they were updated", async () => {
  await importHistory(shop.id);
  silence(true);
  const orders = makeHistory();
  silence(false);
  expect(await inShop(shop.id, (tx) => tx.order.count())).toBe(0);

  expect(await reconcileOrders(shop.id)).toBe(orders.length);
  expect(await figures()).toEqual(figuresOf(orders));
  expect(await reconcileOrders(shop.id)).toBe(0);
});

test("an edit's webhook says only that there was one; the order itself is fetched", async () => {
  const order = place({ email: "guest@example.com", quantity: 2 });
  await shopify.settle(atShopify);
  silence(true);
  const [line] = order.lines;
  shopify.standIn.context.acts.orders.edit(
    atShopify,
    order.id,
    EditInput.parse({ remove: [{ lineItemId: line?.id, quantity: 1 }] }),
  );
  silence(false);

  const event = { orderId: BigInt(order.id) };
  await refreshToldOrders(shop.id, [event as never]);

  expect(await inShop(shop.id, (tx) => tx.orderLine.findMany())).toMatchObject([
    { currentQuantity: 1 },
  ]);
  expect(await inShop(shop.id, (tx) => tx.event.count({ where: { type: "order.changed" } }))).toBe(
    1,
  );
});

/** Some weeks of a shop: two members, a guest, refunds of lines, shipping and amounts, and one wholesaler's order. */
function makeHistory(): OrderDoc[] {
  const { acts, store } = shopify.standIn.context;
  const member = (email: string) =>
    acts.customers.create(atShopify, CustomerInput.parse({ email, firstName: "Ada" })).id;
  const [ada, bob] = [member("ada@example.com"), member("bob@example.com")];
  const placed = [
    place({ customerId: ada, quantity: 2 }),
    place({ customerId: ada, quantity: 1 }),
    place({ customerId: bob, quantity: 3, currency: "EUR", exchangeRate: 1.17 }),
    place({ email: "Guest@example.com", quantity: 2, shipping: "3.50" }),
    place({ email: "ada@example.com", quantity: 1 }),
    place({ quantity: 1, sourceName: "pos" }),
    place({ customerId: bob, quantity: 1, lines: 130 }),
    place({ customerId: bob, quantity: 1, paid: false }),
    place({ customerId: bob, quantity: 1, test: true }),
  ];
  const refund = (order: OrderDoc | undefined, input: object) =>
    order && acts.orders.refund(atShopify, order.id, RefundInput.parse(input));
  refund(placed[3], { lines: [{ sku: "Earl Grey", quantity: 1 }], shipping: true });
  refund(placed[4], { amount: "2.00" });
  refund(placed[2], { lines: [{ sku: "Earl Grey", quantity: 2 }] });
  return placed
    .map(({ id }) => store.orders.find(atShopify.id, id))
    .filter((order) => order !== null);
}

function place({
  quantity,
  lines = 1,
  sku = "Earl Grey",
  price,
  ...input
}: {
  quantity: number;
  lines?: number;
  sku?: string;
  price?: string;
  [name: string]: unknown;
}): OrderDoc {
  return shopify.standIn.context.acts.orders.create(
    atShopify,
    OrderInput.parse({
      createdAt: new Date(Date.now() - 30 * DAY_MS + placedSoFar++ * 60_000).toISOString(),
      ...input,
      lines: Array.from({ length: lines }, () => ({ sku, quantity, price })),
    }),
  );
}

/** Keeps the stand-in from sending webhooks. */
function silence(dropped: boolean): void {
  const { webhooks } = shopify.standIn.context;
  webhooks.setSwitches(atShopify.id, {
    ...webhooks.switches(atShopify.id),
    dropRate: dropped ? 1 : 0,
  });
}

async function setUninstalled(uninstalledAt: Date | null): Promise<void> {
  await db.shop.update({ where: { id: shop.id }, data: { uninstalledAt } });
}

async function figures() {
  return inShop(shop.id, async (tx) => {
    const orders = await tx.order.findMany();
    return {
      orders: orders.length,
      lines: await tx.orderLine.count(),
      units: (await tx.orderLine.aggregate({ _sum: { quantity: true } }))._sum.quantity,
      customers: await tx.customer.count({ where: { mergedIntoId: null } }),
      refunds: await tx.refund.count(),
      totalMinor: Number(orders.reduce((total, { totalMinor }) => total + totalMinor, 0n)),
      refundedMinor: Number(orders.reduce((total, { refundedMinor }) => total + refundedMinor, 0n)),
    };
  });
}

function figuresOf(orders: OrderDoc[]) {
  const lines = orders.flatMap((order) => order.lines);
  return {
    orders: orders.length,
    lines: lines.length,
    units: sum(lines.map(({ quantity }) => quantity)),
    customers: 3,
    refunds: orders.flatMap(({ refunds }) => refunds).length,
    totalMinor: sum(orders.map(orderGrossMinor)),
    refundedMinor: sum(orders.map(orderRefundedMinor)),
  };
}

/** Every fact of the shop, without what only an import can know. */
async function allFacts() {
  return inShop(shop.id, async (tx) => ({
    orders: await tx.order.findMany({ orderBy: { id: "asc" } }),
    lines: await tx.orderLine.findMany({ orderBy: { id: "asc" }, omit: { productType: true } }),
    refunds: await tx.refund.findMany({ orderBy: { id: "asc" } }),
    refundLines: await tx.refundLine.findMany({ orderBy: { id: "asc" } }),
    fulfillments: await tx.fulfillment.findMany({ orderBy: { id: "asc" } }),
    customers: await tx.customer.findMany({ orderBy: { id: "asc" } }),
  }));
}

/** Runs all that is due. Returns how many events each reaction had, by its name. */
async function react(): Promise<Map<string, number>> {
  const ran = new Map<string, number>();
  const counted = Object.entries<ReactionHandler>(handlers).map(
    ([name, run]): [string, ReactionHandler] => [
      name,
      async (shopId, events) => {
        if (shopId !== shop.id) return;
        await run(shopId, events);
        ran.set(name, (ran.get(name) ?? 0) + events.length);
      },
    ],
  );
  await drainReactions(Object.fromEntries(counted), AbortSignal.timeout(50_000));
  return ran;
}

async function awards() {
  return inShop(shop.id, (tx) =>
    tx.orderAward.findMany({ orderBy: { orderId: "asc" }, omit: { revision: true } }),
  );
}

async function eventsOf(orderIds: bigint[]): Promise<StoredEvent[]> {
  return inShop(shop.id, async (tx) => {
    const events = await tx.event.findMany({ where: { orderId: { in: orderIds } } });
    return loadEvents(
      tx,
      events.map(({ id }) => id),
    );
  });
}

async function lastBackfill() {
  return inShop(shop.id, (tx) => tx.backfill.findFirst({ orderBy: { requestedAt: "desc" } }));
}
