import { expect, test } from "vitest";

import { amountBack, line, order, refundOf, steps, usd } from "#tests/support/loyalty/an-order.ts";

import type { Line } from "#app/orders/counting/goods.ts";
import { targetPoints } from "../order-points/points.ts";
import { ratesOf } from "../order-points/rates.ts";
import { defaultRule, type OrderRule } from "../program/earning-rule.ts";

test("case 13: a refund as store credit is a refund like any other, and spending the credit earns", () => {
  const bought = line(10000);
  expect(steps(order([bought]), [refundOf([bought, 1])], usd)).toEqual([-100n]);
  expect(targetPoints(order([line(10000)]), usd)).toBe(100n);
});

test("case 14: 100 − 20 by a reward's discount → 80", () => {
  expect(targetPoints(order([line(10000, { discountMinor: 2000n })]), usd)).toBe(80n);
});

test("case 14: 100 of which a gift card or store credit that was a reward paid 20 → 80, whatever shipping cost", () => {
  const bought = order([line(10000)], { loyaltyPaidMinor: 2000n });
  expect(targetPoints(bought, usd)).toBe(80n);
  expect(targetPoints({ ...bought, loyaltyPaidMinor: 10500n }, usd)).toBe(0n);
});

test("case 14: what a reward paid for is taken off every line alike, and a refund does not give it back", () => {
  const [a, b] = [line(6000), line(4000)] as const;
  const bought = order([a, b], { loyaltyPaidMinor: 2000n });
  expect(steps(bought, [refundOf([b, 1]), refundOf([a, 1])], usd)).toEqual([-32n, -48n]);
});

test("case 15: buy a 50 card + 30 goods → 30", () => {
  const card = line(5000, { giftCard: true });
  expect(targetPoints(order([card, line(3000)]), usd)).toBe(30n);
});

test("case 15, setting: a card of 50 + 30 goods earn 80 when cards earn at their sale", () => {
  const card = line(5000, { giftCard: true });
  expect(targetPoints(order([card, line(3000)]), { ...usd, giftCards: "when_bought" })).toBe(80n);
});

test("case 15, setting: what a gift card pays for earns where buying it did not, and nothing where it did", () => {
  const bought = order([line(6000), line(4000)], { giftCardPaidMinor: 5000n });
  const rule = { ...usd, giftCards: "when_bought" } as const;
  expect(targetPoints(bought, usd)).toBe(100n);
  expect(targetPoints(bought, rule)).toBe(50n);
  expect(steps(bought, [refundOf([bought.lines[1] as Line, 1])], rule)).toEqual([-20n]);
  expect(targetPoints({ ...bought, loyaltyPaidMinor: 2000n }, rule)).toBe(30n);
});

test("shipping: 95.50 and 4.90 for shipping → 95; with the setting they are rounded together → 100", () => {
  const bought = order([line(9550)], { shippingMinor: 490n });
  expect(targetPoints(bought, usd)).toBe(95n);
  expect(targetPoints(bought, { ...usd, includeShipping: true })).toBe(100n);
});

test("shipping, setting: what is refunded of it takes its points back, all refunds together", () => {
  const bought = order([line(9550)], { shippingMinor: 490n });
  const back = (minor: number) => ({ ...refundOf(), shippingMinor: BigInt(minor) });
  const rule = { ...usd, includeShipping: true };
  expect(steps(bought, [back(30), back(30), back(430)], rule)).toEqual([0n, -1n, -4n]);
  expect(steps(bought, [back(30), back(460)], usd)).toEqual([0n, 0n]);
});

test("shipping, setting: it earns without the tax that is added to it, or without the tax inside if the shop wants that", () => {
  const rule = { ...usd, includeShipping: true };
  const traits = { shippingMinor: 1200n, shippingTaxMinor: 200n };
  expect(targetPoints(order([line(5000)], traits), rule)).toBe(62n);
  const inside = order([line(5000)], { ...traits, taxesIncluded: true });
  expect(targetPoints(inside, { ...rule, includeTax: false })).toBe(60n);
  const half = { ...refundOf(), shippingMinor: 700n };
  expect(targetPoints(order([line(5000)], { ...traits, refunds: [half] }), rule)).toBe(56n);
});

test("shipping, setting: the tier and what runs for everything make it more, what runs for some products does not", () => {
  const some = { productIds: [1n], collectionIds: [], multiplierBps: 30_000 };
  const rule: OrderRule = {
    ...usd,
    includeShipping: true,
    multipliers: [some],
    campaigns: [{ ...some, id: "teas" }],
    tierMultiplierBps: 15_000,
  };
  expect(targetPoints(order([line(0)], { shippingMinor: 1000n }), rule)).toBe(15n);
});

test("shipping, setting: an amount given back, or a reward's card, is a part of goods and shipping together", () => {
  const bought = order([line(8000)], { shippingMinor: 2000n });
  const rule = { ...usd, includeShipping: true };
  expect(targetPoints({ ...bought, refunds: [amountBack(1500)] }, rule)).toBe(85n);
  expect(targetPoints({ ...bought, loyaltyPaidMinor: 2000n }, rule)).toBe(80n);
});

test("case 16: 120 with 20 % tax inside → 120, or 100 without tax", () => {
  const bought = order([line(12000, { taxMinor: 2000n })], { taxesIncluded: true });
  expect(targetPoints(bought, usd)).toBe(120n);
  expect(targetPoints(bought, { ...usd, includeTax: false })).toBe(100n);
});

test("case 16: tax that is added at checkout never earns, because the price was displayed without it", () => {
  const bought = order([line(10000, { taxMinor: 2000n })]);
  expect(targetPoints(bought, usd)).toBe(100n);
  expect(targetPoints(bought, { ...usd, includeTax: false })).toBe(100n);
});

test("case 16: an amount given back includes its share of added tax", () => {
  const bought = order([line(10000, { taxMinor: 2000n })], { refunds: [amountBack(6000)] });
  expect(targetPoints(bought, usd)).toBe(50n);
});

test("case 17: 80 presentment = 100 shop → 100; 40 presentment refunded later → −50", () => {
  // Facts are in the shop's currency at the order's rate; what the shopper saw does not matter.
  const bought = line(5000, { quantity: 2 });
  expect(targetPoints(order([bought]), usd)).toBe(100n);
  expect(steps(order([bought]), [refundOf([bought, 1])], usd)).toEqual([-50n]);
  expect(steps(order([bought]), [amountBack(5000)], usd)).toEqual([-50n]);
});

test("case 44: cancelled before payment → 0, and cancelled after it → 0", () => {
  const cancelledAt = new Date("2026-11-02T10:00:00Z");
  expect(targetPoints(order([line(5000)], { cancelledAt, financialState: "voided" }), usd)).toBe(
    0n,
  );
  expect(targetPoints(order([line(5000)], { cancelledAt }), usd)).toBe(0n);
});

test("case 45: test orders earn nothing; a draft earns when it is paid", () => {
  expect(targetPoints(order([line(5000)], { test: true }), usd)).toBe(0n);
  expect(targetPoints(order([line(5000)], { financialState: "pending", paidAt: null }), usd)).toBe(
    0n,
  );
  expect(targetPoints(order([line(5000)]), usd)).toBe(50n);
});

test("an order in another currency than the shop's amounts are in earns nothing, as nobody says what it is worth in that one", () => {
  expect(targetPoints(order([line(5000)], { inShopCurrency: false }), usd)).toBe(0n);
});

test("case 47: KWD 1.500 → 1; JPY 150 → 150", () => {
  expect(targetPoints(order([line(1500)]), defaultRule("KWD"))).toBe(1n);
  expect(targetPoints(order([line(150)]), defaultRule("JPY"))).toBe(150n);
});

test("case 48: A 50 full, B 50 at 40 → 90; with the setting, only full-price lines earn → 50", () => {
  const bought = order([line(5000), line(5000, { discountMinor: 1000n })]);
  expect(targetPoints(bought, usd)).toBe(90n);
  expect(targetPoints(bought, { ...usd, includeDiscounted: false })).toBe(50n);
});

test("case 48: taxable or not, all lines count", () => {
  expect(targetPoints(order([line(5000, { taxMinor: 1000n }), line(5000)]), usd)).toBe(100n);
});

test("case 48, settings: without some products, and without all of a collection", () => {
  const [a, b, c] = [1n, 2n, 3n].map((productId) => line(5000, { productId })) as [
    Line,
    Line,
    Line,
  ];
  const rule = { ...usd, excludedProductIds: [1n], excludedCollectionIds: [70n] };
  const rates = ratesOf([a, b, c], rule, new Map([[2n, [60n, 70n]]]));
  expect(targetPoints(order([a, b, c]), rule, rates)).toBe(50n);
});

test("case 48, settings: a product earns twice, a collection three times, a tier half as much again", () => {
  const [a, b, c] = [1n, 2n, 3n].map((productId) => line(5000, { productId })) as [
    Line,
    Line,
    Line,
  ];
  const rule: OrderRule = {
    ...usd,
    multipliers: [
      { productIds: [1n], collectionIds: [], multiplierBps: 20_000 },
      { productIds: [], collectionIds: [70n], multiplierBps: 30_000 },
    ],
  };
  const collectionsOf = new Map([[2n, [70n]]]);
  const earned = (of: OrderRule) =>
    targetPoints(order([a, b, c]), of, ratesOf([a, b, c], of, collectionsOf));
  expect(earned(rule)).toBe(100n + 150n + 50n);
  expect(earned({ ...rule, tierMultiplierBps: 15_000 })).toBe(125n + 175n + 75n);
});
