import { exponentOf } from "#app/ground/money.ts";
import type { EarnRuleFacts } from "#app/loyalty/view.server.ts";

/** Once, in basis points. */
const ONCE = 10_000;

/**
 * The rule as the storefront quotes by it: what the theme's blocks read as `app.metafields.encore.earn_rule`, JSON. Rates are basis
 * points: 10000 is once. Products and collections are ids as text: they do not fit into JSON's numbers.
 */
export function publishedEarnRule(rule: EarnRuleFacts, currency: string) {
  return {
    active: rule.active,
    pointsPerUnit: rule.pointsPerUnit,
    unitMinor: Number(rule.unitMinor),
    rounding: rule.rounding,
    currency,
    currencyExponent: exponentOf(currency),
    includeTax: rule.includeTax,
    includeDiscounted: rule.includeDiscounted,
    excludedProductIds: rule.excludedProductIds.map(String),
    excludedCollectionIds: rule.excludedCollectionIds.map(String),
    includeShipping: rule.includeShipping,
    // What an order gives depends on the orders before it: no number is promised.
    capped: rule.orderCap !== null,
    excludeGiftCards: rule.giftCards === "when_spent",
    // The best one that matches a product counts; empty lists match nothing.
    multipliers: rule.multipliers.map(({ productIds, collectionIds, multiplierBps }) => ({
      products: productIds.map(String),
      collections: collectionIds.map(String),
      bps: multiplierBps,
    })),
    // Those that are not over. The best one that runs counts; empty lists are everything and everybody.
    campaigns: rule.campaigns.map((campaign) => ({
      id: campaign.id,
      name: campaign.name,
      // Seconds since 1970; `until` is not included. The page compares, for nothing is written at that moment.
      from: seconds(campaign.startsAt),
      until: seconds(campaign.endsAt),
      bps: campaign.multiplierBps,
      products: campaign.productIds.map(String),
      collections: campaign.collectionIds.map(String),
      tiers: [...campaign.tierIds],
    })),
    // What members of a tier earn at, where that is not once.
    tiers: Object.fromEntries(
      rule.tiers
        .filter(({ multiplierBps }) => multiplierBps !== ONCE)
        .map(({ id, multiplierBps }) => [id, multiplierBps]),
    ),
    combination: rule.combination,
    pendingDays: rule.pendingDays,
    guests: rule.guestPoints,
    pointName: rule.pointName,
    // Seconds since 1970: an order placed before earns nothing.
    earnsFrom: rule.earnsFrom && seconds(rule.earnsFrom),
  };
}

function seconds(moment: Date): number {
  return Math.ceil(moment.getTime() / 1000);
}
