import { DateTime } from "luxon";

import type { Contribution } from "../tiers/tier-progress.ts";

export const achievementKinds = ["orders", "spend", "reviews", "years", "referrals"] as const;
export const challengeKinds = ["orders", "spend", "reviews", "referrals"] as const;

export type AchievementKind = (typeof achievementKinds)[number];
export type ChallengeKind = (typeof challengeKinds)[number];

/** Something to be proud of, reached once. `threshold` is times, years, or minor units. */
export type Achievement = {
  id: string;
  name: string;
  kind: AchievementKind;
  threshold: bigint;
  /** A character that stands for it. */
  badge: string;
  points: bigint;
  /** Who had reached it before is not paid for it. */
  pointsFrom: Date | null;
  active: boolean;
};

/** Something to do between two moments, the second not included. */
export type Challenge = {
  id: string;
  name: string;
  goal: { kind: ChallengeKind; target: bigint };
  points: bigint;
  startsAt: Date;
  endsAt: Date;
  active: boolean;
};

/**
 * What came of a change: `missing` when there is no such goal, `changed` when it was no longer as it was seen, `over` when it can
 * not be changed any more.
 */
export type SavedGoal =
  { outcome: "saved"; id: string } | { outcome: "missing" | "changed" | "over" };

/** Where a challenge stands at a moment. */
export type Phase = "upcoming" | "running" | "over";

/** What a customer has done so far: what counts of orders, without what went back, and the days of the rest. */
export type AchievementFacts = {
  gains: readonly Contribution[];
  reviews: readonly Date[];
  referrals: readonly Date[];
};

type Step = { at: Date; worth: bigint };

/** When a customer reached an achievement, by what counts today; null when they have not. */
export function reachedAt(
  { kind, threshold }: Pick<Achievement, "kind" | "threshold">,
  facts: AchievementFacts,
  timezone: string,
  now: Date,
): Date | null {
  if (kind === "years") return anniversary(facts, threshold, timezone, now);
  return dayOfSum(stepsOf(facts, kind), threshold);
}

/** How far a customer is towards an achievement, in what its threshold counts: whole years, orders, minor units. */
export function amountIn(
  { kind }: Pick<Achievement, "kind">,
  facts: AchievementFacts,
  timezone: string,
  now: Date,
): bigint {
  if (kind !== "years") return stepsOf(facts, kind).reduce((sum, { worth }) => sum + worth, 0n);
  const first = firstOrderDay(facts);
  if (!first) return 0n;
  const inZone = (at: Date) => DateTime.fromJSDate(at, { zone: timezone });
  return BigInt(Math.max(0, Math.floor(inZone(now).diff(inZone(first), "years").years)));
}

/** How far a customer is in a challenge, and when its goal was reached. */
export function progressIn(
  { goal, startsAt, endsAt }: Challenge,
  facts: AchievementFacts,
): { progress: bigint; reachedAt: Date | null } {
  const steps = stepsOf(facts, goal.kind).filter(({ at }) => at >= startsAt && at < endsAt);
  const progress = steps.reduce((sum, { worth }) => sum + worth, 0n);
  return { progress, reachedAt: dayOfSum(steps, goal.target) };
}

/**
 * From when on reaching an achievement is paid for; null when it gives no points. Nobody is paid for the past: not for what was
 * reached before points were promised for it, nor while it was switched off, nor by asking for less.
 */
export function paidFrom(
  before: Achievement | null,
  { points, threshold }: Pick<Achievement, "points" | "threshold">,
  at: Date,
): Date | null {
  if (points <= 0n) return null;
  const isSamePromise = before?.active && before.threshold === threshold;
  return (isSamePromise ? before.pointsFrom : null) ?? at;
}

/** Where a challenge stands: its first moment is in it, its last is not. */
export function phaseOf(
  { startsAt, endsAt }: Pick<Challenge, "startsAt" | "endsAt">,
  at: Date,
): Phase {
  if (endsAt <= at) return "over";
  return startsAt <= at ? "running" : "upcoming";
}

function stepsOf({ gains, reviews, referrals }: AchievementFacts, kind: ChallengeKind): Step[] {
  const once = (at: Date): Step => ({ at, worth: 1n });
  const steps = {
    orders: () => gains.map(({ at, orders }) => ({ at, worth: orders })),
    spend: () => gains.map(({ at, spend }) => ({ at, worth: spend })),
    reviews: () => reviews.map(once),
    referrals: () => referrals.map(once),
  };
  return steps[kind]().toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

/** The days with orders that were not given back whole; orders of one moment may be one. */
export function orderDays(gains: readonly Contribution[]): Date[] {
  return gains.filter(({ orders }) => orders > 0n).map(({ at }) => at);
}

function dayOfSum(steps: readonly Step[], threshold: bigint): Date | null {
  let sum = 0n;
  for (const { at, worth } of steps) {
    sum += worth;
    if (sum >= threshold) return at;
  }
  return null;
}

/** So many years after the first order, where there is one. */
function anniversary(
  facts: AchievementFacts,
  years: bigint,
  timezone: string,
  now: Date,
): Date | null {
  const first = firstOrderDay(facts);
  if (!first) return null;
  const at = DateTime.fromJSDate(first, { zone: timezone })
    .plus({ years: Number(years) })
    .toJSDate();
  return at <= now ? at : null;
}

function firstOrderDay({ gains }: AchievementFacts): Date | undefined {
  return orderDays(gains).toSorted((a, b) => a.getTime() - b.getTime())[0];
}
