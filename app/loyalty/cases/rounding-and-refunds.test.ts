import { expect, test } from "vitest";

import { amountBack, line, order, refundOf, steps, usd } from "#tests/support/loyalty/an-order.ts";

import { pointsForSpend, targetPoints } from "../order-points/points.ts";
import { type Refund, remainingQuantity } from "#app/orders/counting/goods.ts";

test("case 1: rounded down once per order: 3 × 9.99 → 29, not 27", () => {
  const bought = order([line(999), line(999), line(999)]);
  expect(targetPoints(bought, usd)).toBe(29n);
  expect(targetPoints(order([line(999, { quantity: 3 })]), usd)).toBe(29n);
});

test("case 1, settings: half-up and up round the same order to 30", () => {
  const bought = order([line(999), line(999), line(999)]);
  expect(targetPoints(bought, { ...usd, rounding: "half_up" })).toBe(30n);
  expect(targetPoints(bought, { ...usd, rounding: "up" })).toBe(30n);
  expect(targetPoints(order([line(2949)]), { ...usd, rounding: "half_up" })).toBe(29n);
  expect(targetPoints(order([line(2950)]), { ...usd, rounding: "half_up" })).toBe(30n);
  expect(targetPoints(order([line(2901)]), { ...usd, rounding: "up" })).toBe(30n);
});

test("case 2: 1 point per 10, order 20, four refunds of 5 → −1, 0, −1, 0", () => {
  const bought = line(500, { quantity: 4 });
  const refunds = Array.from({ length: 4 }, () => refundOf([bought, 1]));
  expect(steps(order([bought]), refunds, { ...usd, unitMinor: 1000n })).toEqual([-1n, 0n, -1n, 0n]);
});

test("case 2 with amounts instead of lines: the same", () => {
  const refunds = Array.from({ length: 4 }, () => amountBack(500));
  expect(steps(order([line(2000)]), refunds, { ...usd, unitMinor: 1000n })).toEqual([
    -1n,
    0n,
    -1n,
    0n,
  ]);
});

test("case 3: X 40 (excluded) + Y 60 + Z 20 earns 80; refund Y −60; refund Z −20", () => {
  const [x, y, z] = [
    line(4000, { productId: 7n }),
    line(6000, { productId: 8n }),
    line(2000),
  ] as const;
  const rule = { ...usd, excludedProductIds: [7n] };
  expect(targetPoints(order([x, y, z]), rule)).toBe(80n);
  expect(steps(order([x, y, z]), [refundOf([y, 1]), refundOf([z, 1])], rule)).toEqual([-60n, -20n]);
});

test("case 4: order 100, an amount of 15 back → −15; with the setting, ignored", () => {
  const bought = order([line(10000)]);
  expect(steps(bought, [amountBack(1500)], usd)).toEqual([-15n]);
  expect(steps(bought, [amountBack(1500)], { ...usd, customRefunds: "ignore" })).toEqual([0n]);
});

test("case 4: an amount counts for the lines that earn by their share of what remains", () => {
  const bought = order([line(6000), line(4000, { productId: 7n })]);
  const rule = { ...usd, excludedProductIds: [7n] };
  expect(targetPoints({ ...bought, refunds: [amountBack(1500)] }, rule)).toBe(51n);
});

test("case 4: an amount, then the line: only what is left to pay for still earns, and all back is zero", () => {
  const [a, b] = [line(6000), line(4000)] as const;
  const refunds = [amountBack(1500), refundOf([a, 1]), refundOf([b, 1])];
  expect(steps(order([a, b]), refunds, usd)).toEqual([-15n, -60n, -25n]);
});

test("case 4: a line refunded for less makes up for an amount that was given before", () => {
  const [a, b] = [line(6000), line(4000)] as const;
  const rest: Refund = { ...refundOf([a, 1]), amountMinor: 4500n, adjustmentMinor: -1500n };
  expect(steps(order([a, b]), [amountBack(1500), rest], usd)).toEqual([-15n, -45n]);
});

test("case 4: a refund that moved no money says nothing about amounts", () => {
  const [a, b] = [line(6000), line(4000)] as const;
  const exchange: Refund = { ...refundOf([a, 1]), amountMinor: 0n, adjustmentMinor: -6000n };
  expect(steps(order([a, b]), [exchange, amountBack(1500)], usd)).toEqual([-60n, -15n]);
});

test("case 4: money that only settles an exchange for something cheaper is no amount", () => {
  const [coat, jacket] = [line(10000, { currentQuantity: 0 }), line(7000)] as const;
  const bought = order([coat, jacket], { totalMinor: 17000n, currentTotalMinor: 7000n });
  const settled = { ...amountBack(0), amountMinor: 3000n };
  const refunds = [{ ...refundOf([coat, 1]), amountMinor: 0n }, settled];
  expect(targetPoints({ ...bought, refunds }, usd)).toBe(70n);
  // Ten more go back since.
  const more = { ...bought, currentTotalMinor: 6000n, refunds: [...refunds, amountBack(1000)] };
  expect(targetPoints(more, usd)).toBe(60n);
});

test("case 4: a refund that names neither lines nor an adjustment is all amount, but for its shipping", () => {
  const bare: Refund = { ...amountBack(0), amountMinor: 2000n, shippingMinor: 500n };
  expect(steps(order([line(10000)]), [bare], usd)).toEqual([-15n]);
});

test("case 8: all items refunded, shipping kept → 0", () => {
  const bought = line(5000, { quantity: 2 });
  const refunds = [refundOf([bought, 2])];
  expect(
    targetPoints(order([bought], { financialState: "partially_refunded", refunds }), usd),
  ).toBe(0n);
});

test("case 8: shipping earns nothing and its refund takes nothing", () => {
  const shipping: Refund = { ...amountBack(0), amountMinor: 500n, shippingMinor: 500n };
  expect(steps(order([line(5000)]), [shipping], usd)).toEqual([0n]);
});

test("case 20: refund and order in either order of arrival, older and newer payloads: 60", () => {
  const bought = line(2000, { quantity: 5 });
  const refunds = [refundOf([bought, 2])];
  const newer = { ...bought, currentQuantity: 3 };
  expect(targetPoints(order([bought], { refunds }), usd)).toBe(60n); // The payload does not know of the refund.
  expect(targetPoints(order([newer], { refunds }), usd)).toBe(60n); // It does.
  expect(targetPoints(order([newer]), usd)).toBe(60n); // The refund itself is still on its way.
});

test("case 20: removed and refunded units are taken off once each", () => {
  const bought = line(2000, { quantity: 5, currentQuantity: 2 }); // Two removed by an edit, one refunded.
  expect(remainingQuantity(bought, [refundOf([bought, 1])])).toBe(2);
  // Shopify records removals as refunds without money, too.
  expect(remainingQuantity(bought, [refundOf([bought, 1]), refundOf([bought, 2])])).toBe(2);
});

test("case 46: nothing below zero: free orders, discounts above the price, more refunded than bought", () => {
  const bought = line(5000);
  expect(targetPoints(order([line(0)]), usd)).toBe(0n);
  expect(targetPoints(order([]), usd)).toBe(0n);
  expect(targetPoints(order([line(5000, { discountMinor: 6000n })]), usd)).toBe(0n);
  expect(
    targetPoints(order([bought], { refunds: [refundOf([bought, 3]), amountBack(90000)] }), usd),
  ).toBe(0n);
  expect(pointsForSpend(-100n, { ...usd, rounding: "up" })).toBe(0n);
});

test("case 46: an exchange of 60 for 80 earns 80", () => {
  const given = line(6000);
  const back: Refund = { ...refundOf([given, 1]), amountMinor: 0n };
  expect(
    targetPoints(order([{ ...given, currentQuantity: 0 }, line(8000)], { refunds: [back] }), usd),
  ).toBe(80n);
});
