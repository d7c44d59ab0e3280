import { beforeEach, expect, test } from "vitest";

import { DAY_MS } from "#app/ground/calendar.ts";
import { inShop } from "#app/ground/db.server.ts";
import { transferPoints } from "#app/loyalty/accounts-merge/transfer-points.server.ts";
import { awardPoints } from "#app/loyalty/earning/orders/award-points.server.ts";
import {
  claimMerged,
  claimOnFirstSignIn,
} from "#app/loyalty/earning/orders/claim-points.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import { releasePoints } from "#app/loyalty/ledger/due/release-points.server.ts";
import { saveProgram } from "#app/loyalty/program/program.server.ts";
import {
  balancesOf,
  haveCustomer,
  createOrder,
  haveRefund,
  appendOrderEvent,
  mergeCustomer,
} from "#tests/support/loyalty/factories.ts";
import { createShop } from "#tests/support/shop.ts";

const ordered = new Date("2026-11-01T10:00:00Z");
const later = new Date("2026-11-10T10:00:00Z");

let shop: string;
let guest: string;

beforeEach(async () => {
  shop = (await createShop({ currency: "USD" })).id;
  guest = await haveCustomer(shop, { shopifyId: null });
});

async function bought(id: bigint, totalMinor: number, customerId: string): Promise<void> {
  await createOrder(shop, { id, customerId, lines: [{ id, priceMinor: totalMinor }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.paid", id));
}

async function merged(id: string, intoId: string): Promise<void> {
  const events = await mergeCustomer(shop, id, intoId);
  await transferPoints(shop, events);
  await claimMerged(shop, events);
}

test("case 38: what a guest buys with a member's email earns for the member, at once", async () => {
  const member = await haveCustomer(shop, { createdAt: new Date("2026-01-01T00:00:00Z") });
  await bought(1n, 5000, member);
  expect(await balancesOf(shop, member)).toEqual({ available: 50, pending: 0, debt: 0 });
});

test("case 39: guest 50 → 0 to spend; they open an account, sign in → 50", async () => {
  await bought(1n, 5000, guest);
  expect(await balancesOf(shop, guest)).toEqual({ available: 0, pending: 50, debt: 0 });

  const member = await haveCustomer(shop, { createdAt: later });
  await merged(guest, member);
  expect(await balancesOf(shop, member)).toEqual({ available: 0, pending: 50, debt: 0 });

  await claimOnFirstSignIn(shop, member, later);
  await claimOnFirstSignIn(shop, member, later);
  expect(await balancesOf(shop, member)).toEqual({ available: 50, pending: 0, debt: 0 });
  expect(await inShop(shop, (tx) => tx.event.count({ where: { type: "customer.verified" } }))).toBe(
    1,
  );
  expect(await verifyLedger(shop)).toEqual([]);
});

test("case 39: whoever has signed in before finds the guest order's points theirs as soon as it is joined", async () => {
  const member = await haveCustomer(shop, { createdAt: later });
  await claimOnFirstSignIn(shop, member, later);
  await bought(1n, 5000, guest);
  await merged(guest, member);
  expect(await balancesOf(shop, member)).toEqual({ available: 50, pending: 0, debt: 0 });
});

test("case 39: a guest who turns out to have been a member all along need not wait", async () => {
  await bought(1n, 5000, guest);
  const member = await haveCustomer(shop, { createdAt: new Date("2026-01-01T00:00:00Z") });
  await merged(guest, member);
  expect(await balancesOf(shop, member)).toEqual({ available: 50, pending: 0, debt: 0 });
});

test("case 39, setting off: a guest's order gives nothing, then or later", async () => {
  await saveProgram(shop, { guestPoints: "off" }, ordered);
  await bought(1n, 5000, guest);
  const member = await haveCustomer(shop, { createdAt: later });
  await merged(guest, member);
  await claimOnFirstSignIn(shop, member, later);
  expect(await balancesOf(shop, member)).toEqual({ available: 0, pending: 0, debt: 0 });
});

test("case 39, setting off: but what was a member's all along is given when that is known", async () => {
  await saveProgram(shop, { guestPoints: "off" }, ordered);
  await bought(1n, 5000, guest);
  const member = await haveCustomer(shop, { createdAt: new Date("2026-01-01T00:00:00Z") });
  await merged(guest, member);
  expect(await balancesOf(shop, member)).toEqual({ available: 50, pending: 0, debt: 0 });
});

test("points that a member would still have to wait for go on waiting after the sign-in", async () => {
  await saveProgram(shop, { pendingDays: 14 }, ordered);
  await bought(1n, 5000, guest);
  await claimOnFirstSignIn(shop, guest, later);
  expect(await balancesOf(shop, guest)).toEqual({ available: 0, pending: 50, debt: 0 });
  await releasePoints(shop, new Date(ordered.getTime() + 14 * DAY_MS - 1));
  expect(await balancesOf(shop, guest)).toEqual({ available: 0, pending: 50, debt: 0 });
  await releasePoints(shop, new Date(ordered.getTime() + 14 * DAY_MS));
  expect(await balancesOf(shop, guest)).toEqual({ available: 50, pending: 0, debt: 0 });
  expect(await verifyLedger(shop)).toEqual([]);
});

test("a refund before the sign-in takes what waits, and nothing else", async () => {
  await bought(1n, 5000, guest);
  await haveRefund(shop, { id: 9n, orderId: 1n, lines: [{ lineId: 1n, quantity: 1 }] });
  await awardPoints(shop, await appendOrderEvent(shop, "order.changed", 1n));
  await claimOnFirstSignIn(shop, guest, later);
  expect(await balancesOf(shop, guest)).toEqual({ available: 0, pending: 0, debt: 0 });
});
