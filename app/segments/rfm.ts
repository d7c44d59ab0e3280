/** 1 is the worst fifth of the shop's customers, 5 the best. */
export type Score = 1 | 2 | 3 | 4 | 5;

/**
 * The shop's own distribution, as the distinct values that part its customers, ascending, at most four of each: in whole days
 * since the last order, in orders, and in minor units spent. A shop where most bought once has fewer than four of orders; one
 * with fewer than `FEWEST_BUYERS` has none.
 */
export type Thresholds = { recency: number[]; frequency: number[]; monetary: number[] };

/**
 * How many customers have to have ordered before they are sorted into fifths: ten in each. With fewer, one who orders moves the others:
 * of 2 customers, the one who came a day later would be a champion, and the other lost.
 */
export const FEWEST_BUYERS = 50;

/** Nobody is compared with anybody. */
export const notCompared: Thresholds = { recency: [], frequency: [], monetary: [] };

/** Where the distribution is cut: into fifths. */
export const FIFTHS = [0.2, 0.4, 0.6, 0.8] as const;

/** Each value once, ascending. */
export function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

/** The highest score that these thresholds give: 5, or less where values are so often equal that thresholds coincide. */
export function highestScore(thresholds: readonly number[]): Score {
  return (1 + thresholds.length) as Score;
}
