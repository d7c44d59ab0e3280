import { type LimitPeriod, startOfNextPeriod, startOfPeriod } from "../program/period.ts";
import type { Reward } from "./reward.ts";

/** What is known of somebody who would like a reward. */
export type Asking = {
  /** Points to spend. */
  available: bigint;
  tierId: string | null;
  /** What the cart comes to, minor units; null where nobody knows: the code itself asks for the minimum then. */
  cartMinor: bigint | null;
  /** When this customer redeemed this reward before, those left out that came to nothing. */
  past: readonly Date[];
  now: Date;
  /** The shop's IANA time zone: limits count by its days. */
  timezone: string;
};

/** Why somebody may not have a reward. Put into words where it is shown. */
export type Refusal =
  | { code: "not_available" | "other_tier" | "frozen" }
  | { code: "below_minimum"; minimumMinor: string }
  /** `again` is when it may be had once more; null is never. */
  | { code: "limit_reached"; again: string | null }
  | { code: "not_enough_points"; missing: string };

export type Eligibility = { may: true } | { may: false; reason: Refusal };

/**
 * Whether somebody may have a reward now. What cannot be helped comes before what a fuller cart or more points would help; the
 * points come last, so that none are held for a cart that is too small.
 */
export function mayRedeem(reward: Reward, asking: Asking): Eligibility {
  if (!reward.active) return refused({ code: "not_available" });
  if (reward.tierIds.length > 0 && !isOneOf(reward.tierIds, asking.tierId))
    return refused({ code: "other_tier" });

  const { limitCount, limitPeriod } = reward;
  if (limitCount !== null && timesIn(limitPeriod, asking) >= limitCount) {
    const again = startOfNextPeriod(limitPeriod, asking.now, asking.timezone);
    return refused({ code: "limit_reached", again: again?.toISOString() ?? null });
  }
  if (isBelowMinimum(reward, asking))
    return refused({ code: "below_minimum", minimumMinor: String(reward.minimumMinor) });

  const missing = reward.cost - asking.available;
  return missing > 0n
    ? refused({ code: "not_enough_points", missing: String(missing) })
    : { may: true };
}

function timesIn(period: LimitPeriod, { past, now, timezone }: Asking): number {
  const start = startOfPeriod(period, now, timezone);
  return start === null ? past.length : past.filter((at) => at >= start).length;
}

function isBelowMinimum({ minimumMinor }: Reward, { cartMinor }: Asking): boolean {
  return minimumMinor !== null && cartMinor !== null && cartMinor < minimumMinor;
}

function isOneOf(tierIds: readonly string[], tierId: string | null): boolean {
  return tierId !== null && tierIds.includes(tierId);
}

function refused(reason: Refusal): Eligibility {
  return { may: false, reason };
}
