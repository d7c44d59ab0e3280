import type { LimitPeriod } from "../program/period.ts";

export const rewardKinds = [
  "amount",
  "percentage",
  "free_shipping",
  "free_product",
  "store_credit",
  "gift_card",
] as const;
export type RewardKind = (typeof rewardKinds)[number];

/** What else may be used beside a reward's code. */
export type CombinesWith = {
  orderDiscounts: boolean;
  productDiscounts: boolean;
  shippingDiscounts: boolean;
};

/** What points can be turned into. Money is minor units of the shop's currency. */
export type Reward = {
  id: string;
  name: string;
  kind: RewardKind;
  active: boolean;
  position: number;
  /** In points; more than zero. */
  cost: bigint;
  /** Of an amount, store credit or a gift card. */
  amountMinor: bigint | null;
  percentBps: number | null;
  /** The free product; or what an amount or percentage is limited to, empty for everything. */
  productIds: readonly bigint[];
  collectionIds: readonly bigint[];
  /** What the cart has to come to. */
  minimumMinor: bigint | null;
  combinesWith: CombinesWith;
  /** Days until an unused code lapses; null is never. */
  validDays: number | null;
  /** welcome: shared, and nobody can use two. Only of what was given to friends. */
  codes: "personal" | "shared" | "welcome";
  onLapse: "return" | "forfeit";
  /** The most times per customer in limitPeriod; null is no limit. */
  limitCount: number | null;
  limitPeriod: LimitPeriod;
  /** Empty is everybody. */
  tierIds: readonly string[];
  version: number;
};

/** A reward as a merchant decides it, before it has an id, a version and its place among the others. */
export type RewardSettings = Omit<Reward, "id" | "version" | "active" | "position">;

/** A reward as it was when it was redeemed, as JSON: what is made of it, whatever becomes of the reward. Numbers are text. */
export type RewardSnapshot = {
  rewardId: string;
  version: number;
  name: string;
  kind: RewardKind;
  cost: string;
  amountMinor: string | null;
  percentBps: number | null;
  productIds: string[];
  collectionIds: string[];
  minimumMinor: string | null;
  combinesWith: CombinesWith;
  validDays: number | null;
  codes: Reward["codes"];
  onLapse: Reward["onLapse"];
  /** The program was begun anew since: its points are gone, whatever becomes of it. */
  ended?: boolean;
};

export const combinesWithNothing: CombinesWith = {
  orderDiscounts: false,
  productDiscounts: false,
  shippingDiscounts: false,
};

/** Kinds that are the customer's own as soon as they are made: there is no order to wait for, and nothing to give back. */
const moneyKinds: readonly RewardKind[] = ["store_credit", "gift_card"];

/** Whether the reward is money of the customer's own, and not something taken off an order. */
export function isMoney({ kind }: { kind: RewardKind }): boolean {
  return moneyKinds.includes(kind);
}

/** The reward as JSON. */
export function rewardSnapshot(reward: Reward): RewardSnapshot {
  return {
    rewardId: reward.id,
    version: reward.version,
    name: reward.name,
    kind: reward.kind,
    cost: String(reward.cost),
    amountMinor: reward.amountMinor?.toString() ?? null,
    percentBps: reward.percentBps,
    productIds: reward.productIds.map(String),
    collectionIds: reward.collectionIds.map(String),
    minimumMinor: reward.minimumMinor?.toString() ?? null,
    combinesWith: reward.combinesWith,
    validDays: reward.validDays,
    codes: reward.codes,
    onLapse: reward.onLapse,
  };
}
