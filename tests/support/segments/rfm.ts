import { distinct, FIFTHS, type Score } from "#app/segments/rfm.ts";

/**
 * The distinct quintile thresholds of these values, ascending. A threshold is the smallest value that at least 20 % (40, 60,
 * 80 %) of the values do not exceed: PostgreSQL's `percentile_disc`, always a value that someone has. None for no values.
 */
export function quintiles(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const cuts = FIFTHS.map(
    (fraction) => sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)],
  );
  return distinct(cuts.filter((cut) => cut !== undefined));
}

/**
 * 1 + how many thresholds lie strictly below the value. Equal values score equally, however many there are: where more than a
 * fifth share one value, some scores are given to nobody rather than one value two scores.
 */
export function score(value: number, thresholds: readonly number[]): Score {
  return (1 + thresholds.filter((threshold) => threshold < value).length) as Score;
}

/** The same, inverted: few days since the last order are good. */
export function recencyScore(days: number, thresholds: readonly number[]): Score {
  return (6 - score(days, thresholds)) as Score;
}
