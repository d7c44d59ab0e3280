import type { Perk } from "./perks.ts";

export const bases = ["orders", "spend", "points"] as const;
export const refundPolicies = ["drop", "keep"] as const;

/** What a tier is reached by. Spend is minor units of the shop's currency. */
export type Basis = (typeof bases)[number];

/** What somebody has of each. */
export type TierProgress = Record<Basis, bigint>;

export type Condition = { basis: Basis; atLeast: bigint };

/** What coming into a tier gives, to those who come into it from a moment on. */
export type EntryReward = ({ points: bigint } | { rewardId: string }) & { from: Date };

export type Tier = {
  id: string;
  name: string;
  /** Any of these is enough. */
  conditions: readonly Condition[];
  perks: readonly Perk[];
  entryReward: EntryReward | null;
};

/** What counts: everything, the last days, the shop's calendar year, or a year from when the tier was entered. */
export type Window =
  | { kind: "lifetime" }
  | { kind: "rolling"; days: number }
  | { kind: "calendar" }
  | { kind: "anniversary" };

/** How tiers are reached and kept. */
export type TierTerms = {
  active: boolean;
  window: Window;
  /** How long a tier is kept after it was not earned again. */
  graceDays: number;
  /** What a refund does that takes somebody below: the tier goes, or stays until its term ends. */
  onRefund: (typeof refundPolicies)[number];
};

/** A shop's tiers, the lowest first, and their terms by the shop's clock. */
export type TierLadder = TierTerms & { tiers: readonly Tier[]; timezone: string };

/** Whether any of the tiers is reached by points. */
export function goesByPoints({ tiers }: Pick<TierLadder, "tiers">): boolean {
  return tiers.some(({ conditions }) => conditions.some(({ basis }) => basis === "points"));
}

/** The place of a tier from the lowest, 0; -1 for none. */
export function placeOf({ tiers }: Pick<TierLadder, "tiers">, tierId: string | undefined): number {
  return tiers.findIndex(({ id }) => id === tierId);
}

/** The highest tier that this progress reaches; null when it reaches none. */
export function tierFor(progress: TierProgress, tiers: readonly Tier[]): Tier | null {
  const reaches = ({ basis, atLeast }: Condition) => progress[basis] >= atLeast;
  return tiers.findLast(({ conditions }) => conditions.some(reaches)) ?? null;
}
