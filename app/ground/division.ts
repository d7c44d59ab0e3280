export type Rounding = "down" | "half_up" | "up";

/** What `units` of `ofUnits` are of an amount, rounded half up to a whole minor unit; never negative. */
export function shareOf(minor: bigint, units: number, ofUnits: number): bigint {
  if (units === ofUnits) return minor > 0n ? minor : 0n;
  if (units === 0 || minor <= 0n) return 0n;
  return divide.half_up(minor * BigInt(units), BigInt(ofUnits));
}

/** Whole division of numbers that are not negative. */
export const divide: Record<Rounding, (dividend: bigint, divisor: bigint) => bigint> = {
  down: (dividend, divisor) => dividend / divisor,
  half_up: (dividend, divisor) => (2n * dividend + divisor) / (2n * divisor),
  up: (dividend, divisor) => (dividend + divisor - 1n) / divisor,
};
