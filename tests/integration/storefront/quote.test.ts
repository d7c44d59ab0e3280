import fc from "fast-check";
import { expect, test } from "vitest";

import { DAY_MS } from "#app/ground/calendar.ts";
import { campaignsOf, type Campaign } from "#app/loyalty/earning/campaigns/campaign.ts";
import { pointsForSpend, targetPoints } from "#app/loyalty/order-points/points.ts";
import { productRate, ratesOf } from "#app/loyalty/order-points/rates.ts";
import {
  combinations,
  type EarnRule,
  giftCardPolicies,
  roundings,
} from "#app/loyalty/program/earning-rule.ts";
import { publishedEarnRule } from "#app/storefront/publish/earn-rule.ts";
import { extensionDir } from "#tests/stand-in/storefront/extension.ts";
import { createEngine } from "#tests/stand-in/storefront/liquid/engine.ts";
import { line, order, usd } from "#tests/support/loyalty/an-order.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

/** The page's clock is the machine's: windows are days away from it, or around it. */
const NOW = new Date();
const TIERS = [
  { id: "0199a000-0000-7000-8000-000000000001", multiplierBps: 15_000 },
  { id: "0199a000-0000-7000-8000-000000000002", multiplierBps: 20_000 },
];

const ids = fc.subarray([1n, 2n, 3n]);
const collections = fc.subarray([70n, 80n, 9_007_199_254_740_993n]);
const multiplierBps = fc.oneof(
  fc.constantFrom(5_000, 10_000, 15_000, 20_000, 30_000),
  fc.integer({ min: 0, max: 60_000 }),
);
const campaigns = fc.array(
  fc
    .record({
      id: fc.uuid(),
      name: fc.constant("Autumn"),
      active: fc.constant(true),
      from: fc.integer({ min: -3, max: 2 }),
      days: fc.integer({ min: 1, max: 4 }),
      multiplierBps,
      productIds: ids,
      collectionIds: collections,
      tierIds: fc.subarray(TIERS.map(({ id }) => id)),
    })
    .map(({ from, days, ...campaign }): Campaign => {
      const startsAt = new Date(NOW.getTime() + (from + 0.5) * DAY_MS);
      return { ...campaign, startsAt, endsAt: new Date(startsAt.getTime() + days * DAY_MS) };
    }),
  { maxLength: 3 },
);
const rules = fc.record({
  pointsPerUnit: fc.integer({ min: 1, max: 20 }),
  unitMinor: fc.bigInt(1n, 10_000n),
  rounding: fc.constantFrom(...roundings),
  combination: fc.constantFrom(...combinations),
  giftCards: fc.constantFrom(...giftCardPolicies),
  excludedProductIds: fc.subarray([3n]),
  excludedCollectionIds: fc.subarray([80n]),
  multipliers: fc.array(fc.record({ productIds: ids, collectionIds: collections, multiplierBps }), {
    maxLength: 3,
  }),
});
const shopping = fc.record({
  priceMinor: fc.bigInt(0n, 1_000_000n),
  productId: fc.bigInt(1n, 3n),
  collectionIds: collections,
  giftCard: fc.boolean(),
  tier: fc.option(fc.constantFrom(...TIERS), { nil: null }),
});

test("property 14: what the product page quotes is what is awarded, with campaigns, tiers, multipliers and exclusions", () => {
  const engine = createEngine(extensionDir);
  const page = engine.parse(
    `{% render 'encore-rate', rule: rule, product: product, tier_id: tier_id %}|` +
      `{% capture rate %}{% render 'encore-rate', rule: rule, product: product, tier_id: tier_id %}{% endcapture %}` +
      `{% assign rate = rate | plus: 0 %}{% render 'encore-points-for-price', price: price, rule: rule, rate: rate %}`,
  );
  const everything = fc.property(rules, campaigns, shopping, (some, running, shopper) => {
    const rule: EarnRule = { ...usd, ...some };
    const { priceMinor, productId, collectionIds, giftCard, tier } = shopper;
    const published = publishedEarnRule(
      {
        ...rule,
        active: true,
        pointName: { en: { one: "point", other: "points" } },
        campaigns: running,
        tiers: TIERS,
      },
      "USD",
    );
    const shown = engine.renderSync(page, {
      rule: JSON.parse(JSON.stringify(published)) as unknown,
      product: {
        id: Number(productId),
        collections: collectionIds.map((id) => ({ id: `${id}` })),
        "gift_card?": giftCard,
      },
      tier_id: tier?.id ?? null,
      price: Number(priceMinor),
    }) as string;

    const awarded = {
      ...rule,
      campaigns: campaignsOf(running, NOW),
      tierId: tier?.id ?? null,
      tierMultiplierBps: tier?.multiplierBps ?? 10_000,
    };
    const collectionsOf = new Map([[productId, collectionIds]]);
    const bought = order([line(Number(priceMinor), { productId, giftCard })]);
    const points = targetPoints(bought, awarded, ratesOf(bought.lines, awarded, collectionsOf));
    const rate = productRate(productId, awarded, collectionsOf);
    const earns = rate.eligible && !(giftCard && rule.giftCards === "when_spent");
    expect(shown).toBe(`${earns ? rate.multiplierBps : 0}|${points}`);
    if (earns) expect(points).toBe(pointsForSpend(priceMinor, awarded, rate.multiplierBps));
  });
  assertRandomly(everything, 3_000);
});

test("a rule that an older release published quotes as it did: once", () => {
  const engine = createEngine(extensionDir);
  const rule = { pointsPerUnit: 1, unitMinor: 100, rounding: "down", currencyExponent: 2 };
  const shown = engine.parseAndRenderSync(
    `{% render 'encore-rate', rule: rule, product: product %}|{% render 'encore-points-for-price', price: 999, rule: rule %}`,
    { rule: { ...rule, excludedProductIds: [] }, product: { id: 1 } },
  ) as string;
  expect(shown).toBe("10000|9");
});
