import type { Rounding } from "#app/ground/division.ts";
import { exponentOf } from "#app/ground/money.ts";

export const roundings = ["down", "half_up", "up"] as const satisfies readonly Rounding[];
export const customRefundPolicies = ["prorate", "ignore"] as const;
export const combinations = ["added", "multiplied"] as const;
export const guestPointsPolicies = ["claim", "off"] as const;
export const giftCardPolicies = ["when_spent", "when_bought"] as const;

export type CustomRefunds = (typeof customRefundPolicies)[number];
export type Combination = (typeof combinations)[number];
export type GuestPoints = (typeof guestPointsPolicies)[number];
export type GiftCards = (typeof giftCardPolicies)[number];

export const capPeriods = ["day", "week", "month", "year"] as const;

/** The most that a customer's orders of one period of the shop's calendar give. */
export type OrderCap = { points: number; period: (typeof capPeriods)[number] };

/** Multipliers are basis points: 10000 is once, 15000 one and a half times. */
export const ONCE = 10_000;

/** Products, and all of some collections. */
export type Selection = { productIds: readonly bigint[]; collectionIds: readonly bigint[] };

/** What some products earn more (or less) than others. */
export type ProductMultiplier = Selection & { multiplierBps: number };

/** A campaign that an order was made in. An empty selection is everything, no tiers are everybody. */
export type OrderCampaign = Selection & {
  id: string;
  multiplierBps: number;
  tierIds?: readonly string[];
};

/** How an order earns: `pointsPerUnit` points for each `unitMinor` of eligible money, times what its lines earn at. */
export type EarnRule = {
  /** Counts the program's changes: which rule a snapshot is of. */
  version: number;
  pointsPerUnit: number;
  unitMinor: bigint;
  rounding: Rounding;
  /** Whether tax that is part of the displayed price earns. Tax that is added at checkout never does. */
  includeTax: boolean;
  /** Whether lines that were discounted earn (at what was paid for them). */
  includeDiscounted: boolean;
  /** Whether what is paid for shipping earns. */
  includeShipping: boolean;
  /** Whether tips earn. */
  includeTips: boolean;
  /** Whether lines without a product earn: a service, or what was typed in at the till. */
  includeCustomItems: boolean;
  /** When the money in a gift card earns: at what it buys, or at its own sale, and then not again. */
  giftCards: GiftCards;
  excludedProductIds: readonly bigint[];
  excludedCollectionIds: readonly bigint[];
  /** The best of those that match a product counts. */
  multipliers: readonly ProductMultiplier[];
  /** How a campaign's, a tier's and a product's multiplier come together. */
  combination: Combination;
  /** Days that an order's points wait before they can be spent. */
  pendingDays: number;
  /** Points of a guest's order wait for the guest to sign in, or are not given. */
  guestPoints: GuestPoints;
  /** Null is no limit. */
  orderCap: OrderCap | null;
  /** What a refund of an amount, not of lines, takes back: its share of the points, or nothing. */
  customRefunds: CustomRefunds;
  /** Orders created before this earn nothing; null is the whole history. */
  earnsFrom: Date | null;
};

/** The rule for one order: the program's, with the campaigns that it was made in and its customer's tier, if any. */
export type OrderRule = EarnRule & {
  /** False for an order that was paid while the program was paused: it gives nothing. */
  active?: boolean;
  campaigns?: readonly OrderCampaign[];
  tierMultiplierBps?: number;
  tierId?: string | null;
  /** The version of the shop's tiers that says so; null where nothing went by tiers and nobody looked. */
  tiersVersion?: number | null;
};

/**
 * An order's rule as JSON: what its points are computed by for ever after it was first awarded. Ids and money are decimal
 * strings. Snapshots of older releases lack what was not known then.
 */
export type RuleSnapshot = Pick<EarnRule, AlwaysKnown> &
  Partial<Pick<OrderRule, keyof typeof notKnownThen>> & {
    active: boolean;
    /** The program was begun anew since: the order's next award is by the rule of then. */
    ended?: boolean;
    unitMinor: string;
    excludedProductIds: string[];
    excludedCollectionIds?: string[];
    multipliers?: MultiplierAsText[];
    earnsFrom: string | null;
    campaigns?: (MultiplierAsText & { id: string; tierIds?: readonly string[] })[];
  };

type AlwaysKnown =
  "version" | "pointsPerUnit" | "rounding" | "includeTax" | "includeDiscounted" | "customRefunds";

/** What a shop starts with: 1 point for each whole unit of its currency, everything in its history counts. */
export function defaultRule(currency: string): EarnRule {
  return {
    version: 1,
    pointsPerUnit: 1,
    unitMinor: 10n ** BigInt(exponentOf(currency)),
    rounding: "down",
    includeTax: true,
    includeDiscounted: true,
    includeShipping: false,
    includeTips: false,
    includeCustomItems: true,
    giftCards: "when_spent",
    excludedProductIds: [],
    excludedCollectionIds: [],
    multipliers: [],
    combination: "added",
    pendingDays: 0,
    guestPoints: "claim",
    orderCap: null,
    customRefunds: "prorate",
    earnsFrom: null,
  };
}

/** The rule as JSON. */
export function snapshotOf(rule: OrderRule): RuleSnapshot {
  return {
    version: rule.version,
    active: rule.active ?? true,
    pointsPerUnit: rule.pointsPerUnit,
    unitMinor: rule.unitMinor.toString(),
    rounding: rule.rounding,
    includeTax: rule.includeTax,
    includeDiscounted: rule.includeDiscounted,
    includeShipping: rule.includeShipping,
    includeTips: rule.includeTips,
    includeCustomItems: rule.includeCustomItems,
    giftCards: rule.giftCards,
    excludedProductIds: rule.excludedProductIds.map(String),
    excludedCollectionIds: rule.excludedCollectionIds.map(String),
    multipliers: rule.multipliers.map(multiplierAsText),
    combination: rule.combination,
    pendingDays: rule.pendingDays,
    guestPoints: rule.guestPoints,
    orderCap: rule.orderCap,
    customRefunds: rule.customRefunds,
    earnsFrom: rule.earnsFrom?.toISOString() ?? null,
    campaigns: (rule.campaigns ?? []).map((campaign) => ({
      id: campaign.id,
      ...multiplierAsText(campaign),
      ...(campaign.tierIds?.length && { tierIds: campaign.tierIds }),
    })),
    tierMultiplierBps: rule.tierMultiplierBps ?? ONCE,
    tierId: rule.tierId ?? null,
    tiersVersion: rule.tiersVersion ?? null,
  };
}

/** The rule that a snapshot was made of. */
export function ruleOf(snapshot: RuleSnapshot): OrderRule {
  return {
    ...notKnownThen,
    ...snapshot,
    unitMinor: BigInt(snapshot.unitMinor),
    excludedProductIds: snapshot.excludedProductIds.map(BigInt),
    excludedCollectionIds: (snapshot.excludedCollectionIds ?? []).map(BigInt),
    multipliers: (snapshot.multipliers ?? []).map(multiplierOf),
    earnsFrom: snapshot.earnsFrom === null ? null : new Date(snapshot.earnsFrom),
    campaigns: (snapshot.campaigns ?? []).map((campaign) => ({
      id: campaign.id,
      ...multiplierOf(campaign),
      tierIds: campaign.tierIds ?? [],
    })),
  };
}

/** What snapshots of older releases lack. */
const notKnownThen = {
  includeShipping: false,
  includeTips: true,
  includeCustomItems: true,
  giftCards: "when_spent",
  combination: "added",
  pendingDays: 0,
  guestPoints: "claim",
  orderCap: null,
  tierMultiplierBps: ONCE,
  tierId: null,
  tiersVersion: null,
} as const;

export type MultiplierAsText = {
  productIds: string[];
  collectionIds: string[];
  multiplierBps: number;
};

/** A multiplier as JSON, its ids as text. */
export function multiplierAsText(multiplier: ProductMultiplier): MultiplierAsText {
  return {
    productIds: multiplier.productIds.map(String),
    collectionIds: multiplier.collectionIds.map(String),
    multiplierBps: multiplier.multiplierBps,
  };
}

/** The multiplier that was written as JSON. */
export function multiplierOf(json: MultiplierAsText): ProductMultiplier {
  return {
    productIds: json.productIds.map(BigInt),
    collectionIds: json.collectionIds.map(BigInt),
    multiplierBps: json.multiplierBps,
  };
}
