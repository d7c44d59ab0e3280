import { exponentOf } from "#app/ground/money.ts";

/** What points are worth: `valuePoints` of them are `valueMinor`. */
export type PointValue = { valuePoints: number; valueMinor: bigint };

/** The value of a point where the shop has not said: 100 points are one unit of its currency. */
export function defaultPointValue(currency: string): PointValue {
  return { valuePoints: 100, valueMinor: 10n ** BigInt(exponentOf(currency)) };
}

/** Points that ended, by how. */
export type Ended = { redeemed: bigint; expired: bigint };

const ALL_BPS = 10_000;

/**
 * The share of points that is expected to be redeemed, in hundredths of a per cent: what the shop says, else what was seen of
 * the points that have ended so far. All of them while none have: a shop does not count on what it does not know.
 */
export function redemptionRateBps(set: number | null, { redeemed, expired }: Ended): number {
  if (set !== null) return set;
  const ended = redeemed + expired;
  return ended > 0n ? Number((redeemed * BigInt(ALL_BPS)) / ended) : ALL_BPS;
}

/** The share of the points that have ended that were never used, in hundredths of a per cent; null while none have ended. */
export function breakageBps({ redeemed, expired }: Ended): number | null {
  const ended = redeemed + expired;
  return ended > 0n ? Number((expired * BigInt(ALL_BPS)) / ended) : null;
}

/**
 * What points that are out are expected to cost, in minor units, rounded up: points × value × expected redemption rate.
 * `points` is pending + available + held.
 */
export function liabilityMinor(points: bigint, value: PointValue, rateBps: number): bigint {
  const divisor = BigInt(value.valuePoints) * BigInt(ALL_BPS);
  return (points * value.valueMinor * BigInt(rateBps) + divisor - 1n) / divisor;
}
