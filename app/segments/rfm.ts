/** 1 is the worst fifth of the shop's customers, 5 the best. */
export type Score = 1 | 2 | 3 | 4 | 5;

/**
 * The shop's own distribution, as the distinct values that part its customers, ascending, at most four of each: in whole days
 * since the last order, in orders, and in minor units spent. A shop where most bought once has fewer than four of orders.
 */
export type Thresholds = { recency: number[]; frequency: number[]; monetary: number[] };

/** Where the distribution is cut: into fifths. */
export const FIFTHS = [0.2, 0.4, 0.6, 0.8] as const;

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

/** Each value once, ascending. */
export function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
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

/** The highest score that these thresholds give: 5, or less where values are so often equal that thresholds coincide. */
export function highestScore(thresholds: readonly number[]): Score {
  return (1 + thresholds.length) as Score;
}
