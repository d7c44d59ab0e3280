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
};

/** The rule as the storefront quotes by it. An order placed `now` has to earn by it, or it is not active. */
export function publishedEarnRule(
  rule: EarnRuleFacts,
  currency: string,
  now: Date,
): PublishedEarnRule {
  return {
    active: rule.active && (rule.earnsFrom === null || rule.earnsFrom <= now),
    pointsPerUnit: rule.pointsPerUnit,
    unitMinor: Number(rule.unitMinor),
    rounding: rule.rounding,
    currency,
    currencyExponent: exponentOf(currency),
    includeTax: rule.includeTax,
    includeDiscounted: rule.includeDiscounted,
    excludedProductIds: rule.excludedProductIds.map(String),
    excludeGiftCards: true,
  };
}
