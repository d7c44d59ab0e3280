import { expect, test } from "vitest";

import {
  line,
  NOV_1,
  order,
  ownedOrder,
  refundOf,
  steps,
  usd,
} from "#tests/support/loyalty/an-order.ts";

import type { Campaign } from "../earning/campaigns/campaign.ts";
import { reconcileAward, ruleFor } from "../earning/order-award.ts";
import { targetPoints } from "../order-points/points.ts";
import { productRate, ratesOf } from "../order-points/rates.ts";
import { type OrderRule, ruleOf } from "../program/earning-rule.ts";

const everything = { productIds: [], collectionIds: [] };
const heard = { occurredAt: new Date("2026-11-05T10:00:00Z"), source: "webhook" } as const;

function campaign(multiplierBps: number, traits: Partial<Campaign> = {}): Campaign {
  return {
    id: `campaign-${multiplierBps}`,
    name: "Autumn",
    active: true,
    startsAt: new Date("2026-11-01T00:00:00Z"),
    endsAt: new Date("2026-11-02T00:00:00Z"),
    multiplierBps,
    tierIds: [],
    ...everything,
    ...traits,
  };
}

test("case 32: 100 points, campaigns 2× and 3×, tier 1.5× → 350 added, or 450 multiplied", () => {
  const tier = { id: "gold", multiplierBps: 15_000 };
  const bought = ownedOrder([line(10000)], { tier });
  const campaigns = [campaign(20_000), campaign(30_000)];
  const earned = (rule: OrderRule) =>
    targetPoints(bought, ruleFor(bought, { rule, campaigns, pauses: [] }));
  expect(earned(usd)).toBe(350n);
  expect(earned({ ...usd, combination: "multiplied" })).toBe(450n);
});

test("case 32: a product's multiplier joins as one more, the best of those that match", () => {
  const rule: OrderRule = {
    ...usd,
    campaigns: [{ id: "c", multiplierBps: 30_000, ...everything }],
    tierMultiplierBps: 15_000,
    multipliers: [
      { productIds: [7n], collectionIds: [], multiplierBps: 20_000 },
      { productIds: [], collectionIds: [70n], multiplierBps: 25_000 },
    ],
  };
  const collectionsOf = new Map([[7n, [70n]]]);
  const rate = (of: OrderRule) => productRate(7n, of, collectionsOf).multiplierBps;
  expect(rate(rule)).toBe(50_000); // 1 + 2 + 0.5 + 1.5
  expect(rate({ ...rule, combination: "multiplied" })).toBe(112_500); // 3 × 1.5 × 2.5
  expect(productRate(8n, rule, collectionsOf).multiplierBps).toBe(35_000);
});

test("case 32: less than once is possible, less than nothing is not", () => {
  const halves = { productIds: [7n], collectionIds: [], multiplierBps: 5_000 };
  const rule: OrderRule = { ...usd, multipliers: [halves] };
  expect(productRate(7n, rule).multiplierBps).toBe(5_000);
  const never = { ...rule, multipliers: [{ ...halves, multiplierBps: 0 }], tierMultiplierBps: 0 };
  expect(productRate(7n, never).multiplierBps).toBe(0);
});

test("case 32: points are rounded once over all lines, not once for each rate", () => {
  const lines = [line(999, { productId: 7n }), line(999)];
  const rule: OrderRule = {
    ...usd,
    multipliers: [{ productIds: [7n], collectionIds: [], multiplierBps: 15_000 }],
  };
  expect(targetPoints(order(lines), rule)).toBe(24n); // 14.985 + 9.99, and not 14 + 9
});

test("case 32: a refund takes back what its own lines earned, at their own rates", () => {
  const [a, b] = [line(5000, { productId: 7n }), line(5000)] as const;
  const rule: OrderRule = {
    ...usd,
    multipliers: [{ productIds: [7n], collectionIds: [], multiplierBps: 30_000 }],
  };
  expect(steps(order([a, b]), [refundOf([a, 1]), refundOf([b, 1])], rule)).toEqual([-150n, -50n]);
});

test("case 33: created 23:59 in the window, paid after it → bonus; created on the stroke of its end → none", () => {
  const campaigns = [campaign(20_000)];
  const late = ownedOrder([line(5000)], {
    createdAt: new Date("2026-11-01T23:59:00Z"),
    paidAt: new Date("2026-11-03T09:00:00Z"),
  });
  const earning = { rule: usd, pauses: [], campaigns, collectionsOf: new Map() };
  expect(reconcileAward(late, null, earning, heard)?.award.posted).toBe(100n);
  const after = { ...late, createdAt: new Date("2026-11-02T00:00:00Z") };
  expect(reconcileAward(after, null, earning, heard)?.award.posted).toBe(50n);
  const first = { ...late, createdAt: new Date("2026-11-01T00:00:00Z") };
  expect(reconcileAward(first, null, earning, heard)?.award.posted).toBe(100n);
});

test("case 33: a campaign that is switched off, or for other tiers or products, gives nothing", () => {
  const silver = ownedOrder([line(5000, { productId: 7n })], {
    tier: { id: "silver", multiplierBps: 10_000 },
  });
  const earned = (traits: Partial<Campaign>) => {
    const earning = {
      rule: usd,
      pauses: [],
      campaigns: [campaign(20_000, traits)],
      collectionsOf: new Map(),
    };
    return reconcileAward(silver, null, earning, heard)?.award.posted;
  };
  expect(earned({ active: false })).toBe(50n);
  expect(earned({ tierIds: ["gold"] })).toBe(50n);
  expect(earned({ tierIds: ["gold", "silver"] })).toBe(100n);
  expect(earned({ productIds: [8n] })).toBe(50n);
  expect(earned({ productIds: [7n] })).toBe(100n);
  expect(earned({ collectionIds: [70n] })).toBe(50n);
});

test("what an order was made in stays: the campaign is deleted, the product leaves its collection, the tier is lost", () => {
  const [kept, added] = [line(5000, { productId: 7n }), line(1000, { productId: 7n })] as const;
  const bought = ownedOrder([kept], { tier: { id: "gold", multiplierBps: 15_000 } });
  const rule: OrderRule = {
    ...usd,
    multipliers: [{ productIds: [], collectionIds: [70n], multiplierBps: 20_000 }],
  };
  const first = reconcileAward(
    bought,
    null,
    { rule, pauses: [], campaigns: [campaign(20_000)], collectionsOf: new Map([[7n, [70n]]]) },
    heard,
  );
  expect(first?.award.posted).toBe(175n); // 50 × (1 + 1 + 0.5 + 1)

  const edited = { ...bought, lines: [kept, added], tier: null };
  const later = { rule: usd, pauses: [], campaigns: [], collectionsOf: new Map() };
  const second = reconcileAward(edited, first?.award ?? null, later, heard);
  // The line that was added is in no collection any more, but campaign and tier are the order's.
  expect(second?.award.posted).toBe(200n); // + 10 × (1 + 1 + 0.5)
  expect(ruleOf(second!.award.ruleSnapshot)).toMatchObject({ tierMultiplierBps: 15_000 });
});

test("a line keeps its rate while others are added, whichever was seen first", () => {
  const [a, b] = [line(5000, { productId: 1n }), line(5000, { productId: 2n })] as const;
  const rule: OrderRule = { ...usd, excludedCollectionIds: [70n] };
  const known = ratesOf([a], rule, new Map([[1n, [70n]]]));
  expect(ratesOf([a, b], rule, new Map([[2n, [70n]]]), known)).toEqual(
    new Map([
      [a.id, { eligible: false, multiplierBps: 10_000 }],
      [b.id, { eligible: false, multiplierBps: 10_000 }],
    ]),
  );
  expect(NOV_1 < heard.occurredAt).toBe(true);
});
