import { expect, test } from "vitest";

import { amountBack, line, order, usd } from "#tests/support/loyalty/an-order.ts";

import { targetPoints } from "./points.ts";
import { ruleOf, snapshotOf, type OrderRule } from "../program/earning-rule.ts";

test("a rule and its snapshot as JSON are the same rule", () => {
  const rule: OrderRule = {
    ...usd,
    unitMinor: 12345678901234567890n,
    excludedProductIds: [820982911946154508n],
    excludedCollectionIds: [9007199254740993n],
    multipliers: [{ productIds: [1n], collectionIds: [2n], multiplierBps: 20_000 }],
    combination: "multiplied",
    pendingDays: 14,
    guestPoints: "off",
    earnsFrom: new Date(0),
    campaigns: [
      {
        id: "spring",
        productIds: [],
        collectionIds: [3n],
        multiplierBps: 30_000,
        tierIds: ["gold"],
      },
    ],
    tierMultiplierBps: 15_000,
    tierId: "gold",
    tiersVersion: 3,
    active: false,
  };
  expect(ruleOf(JSON.parse(JSON.stringify(snapshotOf(rule))))).toEqual(rule);
});

test("a snapshot of an older release, which knew no multipliers, pays as it did", () => {
  const { version, pointsPerUnit, unitMinor, rounding, includeTax, includeDiscounted } =
    snapshotOf(usd);
  const old = {
    version,
    active: true,
    pointsPerUnit,
    unitMinor,
    rounding,
    includeTax,
    includeDiscounted,
  };
  const rule = ruleOf({
    ...old,
    excludedProductIds: [],
    customRefunds: "prorate",
    earnsFrom: null,
  });
  expect(targetPoints(order([line(5000)]), rule)).toBe(50n);
  expect(rule).toMatchObject({ pendingDays: 0, campaigns: [], tierMultiplierBps: 10_000 });
});

test("an order that is only partly paid earns once it was paid in full", () => {
  expect(
    targetPoints(order([line(5000)], { financialState: "partially_paid", paidAt: null }), usd),
  ).toBe(0n);
});

test("an order that went back whole by an amount is worth nothing, also when amounts are ignored", () => {
  const bought = order([line(5000)], { financialState: "refunded", refunds: [amountBack(5500)] });
  expect(targetPoints(bought, { ...usd, customRefunds: "ignore" })).toBe(0n);
});

test("while the program is off, and before its first day, orders earn nothing", () => {
  expect(targetPoints(order([line(5000)]), { ...usd, active: false })).toBe(0n);
  expect(
    targetPoints(order([line(5000)]), { ...usd, earnsFrom: new Date("2026-11-01T10:00:01Z") }),
  ).toBe(0n);
  expect(
    targetPoints(order([line(5000)]), { ...usd, earnsFrom: new Date("2026-11-01T10:00:00Z") }),
  ).toBe(50n);
});
