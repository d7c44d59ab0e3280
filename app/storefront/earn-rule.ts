import { exponentOf } from "#app/money.ts";

/** How orders earn, as the program says it. Money is minor units of the shop's currency. */
export type EarnRuleFacts = {
  active: boolean;
  pointsPerUnit: number;
  unitMinor: bigint;
  rounding: string;
  includeTax: boolean;
  includeDiscounted: boolean;
  excludedProductIds: readonly bigint[];
  earnsFrom: Date | null;
};

/** What the theme's blocks read as `app.metafields.encore.earn_rule`, JSON. */
export type PublishedEarnRule = {
  active: boolean;
  pointsPerUnit: number;
  unitMinor: number;
  rounding: string;
  currency: string;
  currencyExponent: number;
  includeTax: boolean;
  includeDiscounted: boolean;
  /** Text: ids do not fit into JSON's numbers. */
  excludedProductIds: string[];
  excludeGiftCards: true;
  /** Seconds since 1970: an order placed before earns nothing. The page compares, for nothing is written on that day. */
  earnsFrom: number | null;
};

/** The rule as the storefront quotes by it. */
export function publishedEarnRule(rule: EarnRuleFacts, currency: string): PublishedEarnRule {
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
    excludeGiftCards: true,
    earnsFrom: rule.earnsFrom && Math.ceil(rule.earnsFrom.getTime() / 1000),
  };
}
