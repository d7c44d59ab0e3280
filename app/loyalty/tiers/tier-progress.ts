import { bases, type TierProgress } from "./tier.ts";

/** Something that counts, from the day that it belongs to. */
export type Contribution = TierProgress & { at: Date };

/** A part of what was gained at a time that stopped to count later. */
export type Reversal = Contribution & { knownAt: Date };

/** All that a customer's tier is decided by. */
export type TierFacts = { gains: readonly Contribution[]; losses: readonly Reversal[] };

/** What was known of a customer at a moment, as far as losses go: those that came later had not happened yet. */
export function withLossesBy({ gains, losses }: TierFacts, moment: Date): TierFacts {
  return { gains, losses: losses.filter(({ knownAt }) => knownAt <= moment) };
}

/** What was gained from a moment on, and what of that was lost; null is all of it. */
export function factsFrom({ gains, losses }: TierFacts, from: Date | null): TierFacts {
  const counts = ({ at }: Contribution) => from === null || at >= from;
  return { gains: gains.filter(counts), losses: losses.filter(counts) };
}

/** The same facts as if what was lost had never been gained. */
export function asIfNeverGained({ gains, losses }: TierFacts): TierFacts {
  if (losses.length === 0) return { gains, losses };
  const lost = losses.map((loss) => ({ ...minus(nothing, loss), at: loss.at }));
  const byMoment = Map.groupBy([...gains, ...lost], ({ at }) => at.getTime());
  const left = [...byMoment].map(([time, some]) => ({
    ...some.reduce<TierProgress>(plus, nothing),
    at: new Date(time),
  }));
  return { gains: left.filter(isSomething), losses: [] };
}

/** Whether anything is there at all. */
export function isSomething(progress: TierProgress): boolean {
  return bases.some((basis) => progress[basis] !== 0n);
}

export const nothing: TierProgress = { orders: 0n, spend: 0n, points: 0n };

/** A customer's facts, added up, to say what they come to between any two moments. */
export type ProgressTimeline = {
  /** When something was gained: each moment once, the earliest first. */
  moments: readonly Date[];
  /** What was gained until and with each moment. */
  sums: readonly TierProgress[];
  losses: readonly Reversal[];
};

/** Puts facts into the order of their dates: in which order they were heard of does not matter. */
export function timelineOf({ gains, losses }: TierFacts): ProgressTimeline {
  const byMoment = Map.groupBy(gains, ({ at }) => at.getTime());
  const times = [...byMoment.keys()].toSorted((a, b) => a - b);
  let sum = nothing;
  const sums = times.map(
    (time) => (sum = [sum, ...(byMoment.get(time) ?? [])].reduce(plus, nothing)),
  );
  return { moments: times.map((time) => new Date(time)), sums, losses };
}

/**
 * What was gained between two moments, both included, as it is known at a third, the end unless it is said. `from` null is
 * from the beginning.
 */
export function progressBetween(
  timeline: ProgressTimeline,
  from: Date | null,
  to: Date,
  known: Date = to,
): TierProgress {
  const before = from === null ? nothing : sumBefore(timeline, from.getTime());
  const gained = minus(sumBefore(timeline, to.getTime() + 1), before);
  return timeline.losses
    .filter(({ at, knownAt }) => knownAt <= known && at <= to && (from === null || at >= from))
    .reduce(minus, gained);
}

/** The number of moments before a time. */
export function countBefore({ moments }: ProgressTimeline, time: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.getTime() ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumBefore(timeline: ProgressTimeline, time: number): TierProgress {
  return timeline.sums[countBefore(timeline, time) - 1] ?? nothing;
}

function plus(a: TierProgress, b: TierProgress): TierProgress {
  return combine(a, b, (x, y) => x + y);
}

/** What is left of a progress without another one. */
export function minus(a: TierProgress, b: TierProgress): TierProgress {
  return combine(a, b, (x, y) => x - y);
}

function combine(
  a: TierProgress,
  b: TierProgress,
  how: (x: bigint, y: bigint) => bigint,
): TierProgress {
  const [orders, spend, points] = bases.map((basis) => how(a[basis], b[basis]));
  return { orders: orders ?? 0n, spend: spend ?? 0n, points: points ?? 0n };
}
