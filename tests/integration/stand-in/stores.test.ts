import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";

import { makeShop } from "#tests/stand-in/acts/make-documents.ts";
import { openClock, requestedOffset } from "#tests/stand-in/clock.ts";
import { generateShop } from "#tests/stand-in/generator/generate-shop.ts";
import { loadOrders } from "#tests/stand-in/loader.ts";
import type { ShopDoc } from "#tests/stand-in/store/documents.ts";
import { openStore, type Store } from "#tests/stand-in/store/store.ts";

const REAL_SHOP = "../shared/data/online-retail.jsonl.gz";

let folder: string;
let store: Store;
let shop: ShopDoc;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stores-"));
  store = openStore(":memory:");
  shop = makeShop(store.ids, { domain: "loaded.myshopify.com", currency: "GBP" }, new Date());
  store.putShop(shop);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

test("a refund takes a sku's lines in their order, each at its own price", async () => {
  const order = {
    id: "1",
    customer: { id: "9", email: "a@example.com", firstName: null, lastName: null },
    email: "a@example.com",
    createdAt: "2025-01-02T03:04:05Z",
    currency: "GBP",
    lines: [
      { sku: "A", title: "Cup", productType: null, quantity: 2, price: "1.10" },
      { sku: "A", title: "Cup", productType: null, quantity: 2, price: "0.90" },
    ],
    refunds: [{ createdAt: "2025-01-03T00:00:00Z", lines: [{ sku: "A", quantity: 3 }] }],
    shippingAddress: { country: "United Kingdom" },
  };
  const guest = {
    ...order,
    id: "2",
    customer: null,
    email: null,
    refunds: [],
    shippingAddress: null,
  };
  const file = join(folder, "orders.jsonl.gz");
  writeFileSync(file, gzipSync([order, guest].map((line) => JSON.stringify(line)).join("\n")));
  expect(await loadOrders(store, shop, file)).toBe(2);
  expect(store.ordersTotals(shop.id)).toEqual({
    orders: 2,
    guestOrders: 1,
    customers: 1,
    customersWithOrders: 1,
    refunds: 1,
    grossMinor: 800,
    refundedMinor: 310,
  });
});

test("a line that cannot be read is named", async () => {
  const file = join(folder, "orders.jsonl");
  writeFileSync(file, '{"id":"1"}\n');
  await expect(loadOrders(store, shop, file)).rejects.toThrow("Order 1 of the file");
});

test("the real shop loads to the penny", async (context) => {
  if (!existsSync(REAL_SHOP))
    context.skip(`${REAL_SHOP} is not here: the real shop was not loaded`);
  await loadOrders(store, shop, REAL_SHOP);
  expect(store.ordersTotals(shop.id)).toEqual({
    orders: 20_538,
    guestOrders: 2_133,
    customers: 4_335,
    customersWithOrders: 4_335,
    refunds: 3_776,
    grossMinor: 1_027_103_461,
    refundedMinor: 48_820_395,
  });
});

test("the same seed makes the same shop, another seed another", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  const made = (seed: number) => {
    const other = openStore(":memory:");
    const otherShop = makeShop(other.ids, { domain: "made.myshopify.com" }, now);
    generateShop(other, otherShop, { seed, customers: 80, now });
    const text = JSON.stringify(other.orders.list(otherShop.id));
    other.close();
    return text;
  };
  expect(made(3)).toBe(made(3));
  expect(made(3)).not.toBe(made(4));
});

test("a made-up shop ends now and has guests, refunds and huge ids", () => {
  const now = new Date("2026-03-01T12:00:00Z");
  generateShop(store, shop, { seed: 1, customers: 200, now });
  const orders = store.orders.list(shop.id);
  expect(orders.every(({ updatedAt }) => updatedAt <= now.toISOString())).toBe(true);
  expect(orders.some(({ customerId, email }) => !customerId && email)).toBe(true);
  expect(orders.some(({ refunds }) => refunds.length > 0)).toBe(true);
  expect(orders.some(({ id }) => BigInt(id) > 2n ** 53n)).toBe(true);
});

test("the clock moves, and writes the file that the app follows", () => {
  const file = join(folder, "clock", "clock.json");
  const clock = openClock(file);
  clock.setOffsetMs(requestedOffset({ advance: "P1D" }, clock) ?? 0);
  clock.setOffsetMs(requestedOffset({ advance: "PT1H" }, clock) ?? 0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ offsetMs: 90_000_000 });
  expect(openClock(file).offsetMs()).toBe(90_000_000);
  expect(requestedOffset({ advance: "tomorrow" }, clock)).toBeNull();
});
