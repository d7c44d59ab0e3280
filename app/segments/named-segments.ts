import type { Score } from "./rfm.ts";

/** From the most to the least lively. */
export const segmentKeys = [
  "champions",
  "loyal",
  "potential_loyalists",
  "new_customers",
  "promising",
  "need_attention",
  "about_to_sleep",
  "at_risk",
  "cannot_lose",
  "hibernating",
  "lost",
] as const;

export type SegmentKey = (typeof segmentKeys)[number];

type Row = readonly [SegmentKey, SegmentKey, SegmentKey, SegmentKey, SegmentKey];

/**
 * A row for each recency, the latest first; in it, frequency 1 to 5. Spending does not decide: how lately and how often
 * someone buys says what would help, how much they spend says how much it is worth.
 */
const grid: Readonly<Record<Score, Row>> = {
  5: ["new_customers", "potential_loyalists", "potential_loyalists", "champions", "champions"],
  4: ["promising", "potential_loyalists", "potential_loyalists", "loyal", "loyal"],
  3: ["about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"],
  2: ["hibernating", "hibernating", "at_risk", "at_risk", "at_risk"],
  1: ["lost", "hibernating", "at_risk", "cannot_lose", "cannot_lose"],
};

/**
 * The segment of a cell of the grid. Every cell has exactly one. `highestFrequency` is the highest frequency score that the shop
 * gives: where many bought once it is less than 5, and yet they are the fifth that buys most often. So columns are counted from
 * there; only the first stays the first. Throws for what is no score.
 */
export function namedSegment(
  recency: number,
  frequency: number,
  highestFrequency: number,
): SegmentKey {
  const column = frequency === 1 ? 1 : Math.min(5, 5 - (highestFrequency - frequency));
  const segment = frequency > 5 ? undefined : grid[recency as Score]?.[column - 1];
  if (!segment) {
    throw new RangeError(
      `no segment for recency ${recency} and frequency ${frequency}: scores go from 1 to 5`,
    );
  }
  return segment;
}

/** All 25 cells, in a shop whose frequency scores go up to `highestFrequency`. */
export function cells(
  highestFrequency: number,
): { recency: Score; frequency: Score; segment: SegmentKey }[] {
  const scores = [1, 2, 3, 4, 5] as const;
  return scores.flatMap((recency) =>
    scores.map((frequency) => ({
      recency,
      frequency,
      segment: namedSegment(recency, frequency, highestFrequency),
    })),
  );
}
