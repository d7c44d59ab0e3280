import { exponentOf } from "#app/money.ts";

export const roundings = ["down", "half_up", "up"] as const;
export const customRefundPolicies = ["prorate", "ignore"] as const;

export type Rounding = (typeof roundings)[number];
export type CustomRefunds = (typeof customRefundPolicies)[number];

/** How an order earns: `pointsPerUnit` points for each `unitMinor` of eligible money. */
export type EarnRule = {
  /** Counts the program's changes: which rule a snapshot is of. */
  version: number;
  active: boolean;
  pointsPerUnit: number;
  unitMinor: bigint;
  rounding: Rounding;
  /** Whether tax that is part of the displayed price earns. Tax that is added at checkout never does. */
  includeTax: boolean;
  /** Whether lines that were discounted earn (at what was paid for them). */
  includeDiscounted: boolean;
  excludedProductIds: readonly bigint[];
  /** What a refund of an amount, not of lines, takes back: its share of the points, or nothing. */
  customRefunds: CustomRefunds;
  /** Orders created before this earn nothing; null is the whole history. */
  earnsFrom: Date | null;
};

/** An earn rule as JSON: what an order's points are computed by for ever after it was first awarded. */
export type RuleSnapshot = Omit<EarnRule, "unitMinor" | "excludedProductIds" | "earnsFrom"> & {
  unitMinor: string;
  excludedProductIds: string[];
  earnsFrom: string | null;
};

/** What a shop starts with: 1 point for each whole unit of its currency, everything in its history counts. */
export function defaultRule(currency: string): EarnRule {
  return {
    version: 1,
    active: true,
    pointsPerUnit: 1,
    unitMinor: 10n ** BigInt(exponentOf(currency)),
    rounding: "down",
    includeTax: true,
    includeDiscounted: true,
    excludedProductIds: [],
    customRefunds: "prorate",
    earnsFrom: null,
  };
}

/** The rule as JSON. */
export function snapshotOf(rule: EarnRule): RuleSnapshot {
  return {
    version: rule.version,
    active: rule.active,
    pointsPerUnit: rule.pointsPerUnit,
    unitMinor: rule.unitMinor.toString(),
    rounding: rule.rounding,
    includeTax: rule.includeTax,
    includeDiscounted: rule.includeDiscounted,
    excludedProductIds: rule.excludedProductIds.map(String),
    customRefunds: rule.customRefunds,
    earnsFrom: rule.earnsFrom?.toISOString() ?? null,
  };
}

/** The rule that a snapshot was made of. */
export function ruleOf(snapshot: RuleSnapshot): EarnRule {
  return {
    ...snapshot,
    unitMinor: BigInt(snapshot.unitMinor),
    excludedProductIds: snapshot.excludedProductIds.map(BigInt),
    earnsFrom: snapshot.earnsFrom === null ? null : new Date(snapshot.earnsFrom),
  };
}
