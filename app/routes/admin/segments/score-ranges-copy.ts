/** Scores run from 1 to 5. A range that nobody can be in is missing: equal values are never parted. */
export type ScoreRanges = Partial<Record<number, string>>;

/**
 * What each score for how recently someone ordered means in days. Thresholds are ascending; score 5 goes up to the first,
 * and each further one takes a point away.
 */
export function recencyRanges(thresholds: readonly number[]): ScoreRanges {
  const bounds = bandsOf(thresholds, 0).map(([from, to], band) => [
    5 - band,
    to === null ? `over ${days(from - 1)}` : from === 0 ? within(to) : span(from, to, days),
  ]);
  return Object.fromEntries(bounds) as ScoreRanges;
}

/** What each score for how often someone ordered means in orders; score 1 goes up to the first threshold. */
export function frequencyRanges(thresholds: readonly number[]): ScoreRanges {
  const bounds = bandsOf(thresholds, 1).map(([from, to], band) => [
    1 + band,
    to === null ? `${from}+ orders` : span(from, to, orders),
  ]);
  return Object.fromEntries(bounds) as ScoreRanges;
}

/** The bands that thresholds part, each from and to inclusive; the last has no end. */
function bandsOf(thresholds: readonly number[], lowest: number): [number, number | null][] {
  const starts = [lowest, ...thresholds.map((threshold) => threshold + 1)];
  return starts.map((from, band) => [from, thresholds[band] ?? null]);
}

function span(from: number, to: number, unit: (count: number) => string): string {
  return from >= to ? unit(to) : `${from}–${unit(to)}`;
}

function within(count: number): string {
  return count === 0 ? "today" : `within ${days(count)}`;
}

function days(count: number): string {
  return `${count} ${count === 1 ? "day" : "days"}`;
}

function orders(count: number): string {
  return `${count} ${count === 1 ? "order" : "orders"}`;
}
