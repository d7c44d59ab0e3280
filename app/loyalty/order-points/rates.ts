import type { Line } from "#app/orders/counting/goods.ts";

import {
  type Combination,
  ONCE,
  type OrderCampaign,
  type OrderRule,
  type Selection,
} from "../program/earning-rule.ts";

/**
 * What a line earns at. Found when the line is first seen, and kept: products leave collections, campaigns end. The product's own
 * multiplier and the campaigns that it is in are kept apart, where there are any, for a customer may turn out to have been in
 * another tier.
 */
export type LineRate = {
  multiplierBps: number;
  eligible: boolean;
  productBps?: number;
  campaignIds?: readonly string[];
};

/** Rates by line id. */
export type LineRates = ReadonlyMap<bigint, LineRate>;

/** Which collections products are in, by product id. A product that is missing is in none. */
export type CollectionsOf = ReadonlyMap<bigint, readonly bigint[]>;

const NO_COLLECTIONS: CollectionsOf = new Map();

/** The rates of these lines; those that are in `known` keep theirs. */
export function ratesOf(
  lines: readonly Pick<Line, "id" | "productId">[],
  rule: OrderRule,
  collectionsOf: CollectionsOf = NO_COLLECTIONS,
  known: LineRates = new Map(),
): LineRates {
  const rates = new Map(known);
  for (const { id, productId } of lines) {
    if (!rates.has(id)) rates.set(id, productRate(productId, rule, collectionsOf));
  }
  return rates;
}

/** What a product earns at; a line without a product is in nothing, so only what holds for everything reaches it. */
export function productRate(
  productId: bigint | null,
  rule: OrderRule,
  collectionsOf: CollectionsOf = NO_COLLECTIONS,
): LineRate {
  const collectionIds = (productId !== null && collectionsOf.get(productId)) || [];
  const isIn = (selection: Selection) => isSelected(productId, collectionIds, selection);
  const excluded = isIn({
    productIds: rule.excludedProductIds,
    collectionIds: rule.excludedCollectionIds,
  });
  const campaignIds = (rule.campaigns ?? [])
    .filter((campaign) => isEverything(campaign) || isIn(campaign))
    .map(({ id }) => id);
  const productBps = best(rule.multipliers.filter(isIn));
  return rateOf(
    {
      eligible: !excluded,
      ...(productBps !== ONCE && { productBps }),
      ...(campaignIds.length > 0 && { campaignIds }),
    },
    rule,
  );
}

/** The rates of the same lines for a customer in another tier: the one that the rule now names. */
export function inAnotherTier(rates: LineRates, rule: OrderRule): LineRates {
  return new Map([...rates].map(([id, rate]) => [id, rateOf(rate, rule)]));
}

/** The campaigns of a rule that are for its customer's tier. */
export function campaignsFor({ campaigns = [], tierId }: OrderRule): readonly OrderCampaign[] {
  return campaigns.filter(
    ({ tierIds = [] }) => tierIds.length === 0 || tierIds.some((id) => id === tierId),
  );
}

function rateOf(line: Omit<LineRate, "multiplierBps">, rule: OrderRule): LineRate {
  const campaigns = campaignsFor(rule).filter(({ id }) => line.campaignIds?.includes(id));
  return {
    ...line,
    multiplierBps: combined[rule.combination](
      best(campaigns),
      rule.tierMultiplierBps ?? ONCE,
      line.productBps ?? ONCE,
    ),
  };
}

/** Rates as JSON: by line id as text. */
export function ratesAsJson(rates: LineRates): Record<string, LineRate> {
  return Object.fromEntries([...rates].map(([id, rate]) => [String(id), rate]));
}

/** The rates that were written as JSON. */
export function ratesFromJson(json: Record<string, LineRate>): LineRates {
  return new Map(Object.entries(json).map(([id, rate]) => [BigInt(id), rate]));
}

function isSelected(
  productId: bigint | null,
  collectionIds: readonly bigint[],
  selection: Selection,
): boolean {
  if (productId !== null && selection.productIds.includes(productId)) return true;
  return collectionIds.some((id) => selection.collectionIds.includes(id));
}

function isEverything({ productIds, collectionIds }: Selection): boolean {
  return productIds.length === 0 && collectionIds.length === 0;
}

/** The best multiplier of those that apply; once when none does. */
function best(multipliers: readonly { multiplierBps: number }[]): number {
  if (multipliers.length === 0) return ONCE;
  return Math.max(...multipliers.map(({ multiplierBps }) => multiplierBps));
}

/**
 * Added: each gives what it adds to one, so 3× and 1.5× are 3.5×. Multiplied: 4.5×. Whole basis points, rounded down at
 * each step, as the storefront does.
 */
const combined: Record<Combination, (campaign: number, tier: number, product: number) => number> = {
  added: (campaign, tier, product) => Math.max(0, campaign + tier + product - 2 * ONCE),
  multiplied: (campaign, tier, product) =>
    Math.floor((Math.floor((campaign * tier) / ONCE) * product) / ONCE),
};
