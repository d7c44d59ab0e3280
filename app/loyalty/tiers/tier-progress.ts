import { bases, type Standing } from "./tier.ts";

/** Something that counts, from the day that it belongs to. */
export type Gain = Standing & { at: Date };

/** A part of what was gained at a time that stopped to count later. */
export type Loss = Gain & { knownAt: Date };

/** All that a customer's tier is decided by. */
export type TierFacts = { gains: readonly Gain[]; losses: readonly Loss[] };

/** What was known of a customer at a moment, as far as losses go: those that came later had not happened yet. */
export function withLossesBy({ gains, losses }: TierFacts, moment: Date): TierFacts {
  return { gains, losses: losses.filter(({ knownAt }) => knownAt <= moment) };
}

/** The same facts as if what was lost had never been gained. */
export function asIfNeverGained({ gains, losses }: TierFacts): TierFacts {
  if (losses.length === 0) return { gains, losses };
  const lost = losses.map((loss) => ({ ...minus(nothing, loss), at: loss.at }));
  const byMoment = Map.groupBy([...gains, ...lost], ({ at }) => at.getTime());
  const left = [...byMoment].map(([time, some]) => ({
    ...some.reduce<Standing>(plus, nothing),
    at: new Date(time),
  }));
  return { gains: left.filter(isSomething), losses: [] };
}

/** Whether anything is there at all. */
export function isSomething(standing: Standing): boolean {
  return bases.some((basis) => standing[basis] !== 0n);
}

export const nothing: Standing = { orders: 0n, spend: 0n, points: 0n };

/** A customer's facts, added up, to say what they come to between any two moments. */
export type Tally = {
  /** When something was gained: each moment once, the earliest first. */
  moments: readonly Date[];
  /** What was gained until and with each moment. */
  sums: readonly Standing[];
  losses: readonly Loss[];
};

/** Puts facts into the order of their dates: in which order they were heard of does not matter. */
export function tallyOf({ gains, losses }: TierFacts): Tally {
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
export function standingBetween(
  tally: Tally,
  from: Date | null,
  to: Date,
  known: Date = to,
): Standing {
  const before = from === null ? nothing : sumBefore(tally, from.getTime());
  const gained = minus(sumBefore(tally, to.getTime() + 1), before);
  return tally.losses
    .filter(({ at, knownAt }) => knownAt <= known && at <= to && (from === null || at >= from))
    .reduce(minus, gained);
}

/** The number of moments before a time. */
export function countBefore({ moments }: Tally, time: number): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.getTime() ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sumBefore(tally: Tally, time: number): Standing {
  return tally.sums[countBefore(tally, time) - 1] ?? nothing;
}

function plus(a: Standing, b: Standing): Standing {
  return combine(a, b, (x, y) => x + y);
}

/** What is left of a standing without another one. */
export function minus(a: Standing, b: Standing): Standing {
  return combine(a, b, (x, y) => x - y);
}

function combine(a: Standing, b: Standing, how: (x: bigint, y: bigint) => bigint): Standing {
  const [orders, spend, points] = bases.map((basis) => how(a[basis], b[basis]));
  return { orders: orders ?? 0n, spend: spend ?? 0n, points: points ?? 0n };
}
