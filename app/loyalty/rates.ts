import type { Line } from "./order.ts";
import { type Combination, ONCE, type OrderRule, type Selection } from "./rule.ts";

/** What a line earns at. Found when the line is first seen, and kept: products leave collections, campaigns end. */
export type LineRate = { multiplierBps: number; eligible: boolean };

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
  const campaigns = (rule.campaigns ?? []).filter(
    (campaign) => isEverything(campaign) || isIn(campaign),
  );
  return {
    eligible: !excluded,
    multiplierBps: combined[rule.combination](
      best(campaigns),
      rule.tierMultiplierBps ?? ONCE,
      best(rule.multipliers.filter(isIn)),
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
