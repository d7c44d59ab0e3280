import type { Counted } from "./tally.ts";

/** What a customer has, and what they would have, or have now, by what the program counts today. */
export type BalanceChange = {
  customerId: string;
  pointsBefore: bigint;
  pointsAfter: bigint;
  tierBefore: string | null;
  tierAfter: string | null;
};

/** What changes come to. Points fit JSON's numbers. */
export type ChangeSums = {
  /** Whose balance or tier is another. */
  customers: number;
  added: number;
  taken: number;
  /** Whose tier is another. */
  tiers: number;
};

export const noChanges: ChangeSums = { customers: 0, added: 0, taken: 0, tiers: 0 };

/** Those of whom something is another than before. Nobody is in only one of the two. */
export function changesBetween(
  before: readonly Counted[],
  after: readonly Counted[],
): BalanceChange[] {
  const was = new Map(before.map((one) => [one.customerId, one]));
  return after.flatMap(({ customerId, points: pointsAfter, tierId: tierAfter }) => {
    const { points: pointsBefore, tierId: tierBefore } = was.get(customerId) as Counted;
    if (pointsBefore === pointsAfter && tierBefore === tierAfter) return [];
    return [{ customerId, pointsBefore, pointsAfter, tierBefore, tierAfter }];
  });
}

/** The sums with some more changes, of customers who are not in them yet. */
export function addChanges(before: ChangeSums, changes: readonly BalanceChange[]): ChangeSums {
  const sums = { ...before };
  for (const { pointsBefore, pointsAfter, tierBefore, tierAfter } of changes) {
    const more = Number(pointsAfter - pointsBefore);
    sums.customers += 1;
    if (more > 0) sums.added += more;
    else sums.taken -= more;
    if (tierBefore !== tierAfter) sums.tiers += 1;
  }
  return sums;
}
