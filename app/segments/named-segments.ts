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

/** The segment of a cell of the grid. Every cell has exactly one. Throws for what is no score. */
export function namedSegment(recency: number, frequency: number): SegmentKey {
  const segment = grid[recency as Score]?.[frequency - 1];
  if (!segment)
    throw new RangeError(
      `no segment for recency ${recency} and frequency ${frequency}: scores go from 1 to 5`,
    );
  return segment;
}

/** All 25 cells. */
export const cells = ([1, 2, 3, 4, 5] as const).flatMap((recency) =>
  ([1, 2, 3, 4, 5] as const).map((frequency) => ({
    recency,
    frequency,
    segment: namedSegment(recency, frequency),
  })),
);
