/** What a customer has. */
export type Counted = {
  customerId: string;
  /** Pending and available, less what is owed back. */
  points: bigint;
  tierId: string | null;
};

/** What customers have together. Points fit JSON's numbers. */
export type Tally = {
  /** Those who have points. */
  members: number;
  points: number;
  /** By the tier that they are in. */
  tiers: Record<string, { customers: number; points: number }>;
};

/** The key of those who have points and are in no tier. */
export const NO_TIER = "none";

export const nothingCounted: Tally = { members: 0, points: 0, tiers: {} };

/** The tally with some more customers, none of whom is in it yet. Nobody has less than nothing. */
export function addToTally(before: Tally, customers: readonly Counted[]): Tally {
  const after: Tally = { ...before, tiers: { ...before.tiers } };
  for (const { points, tierId } of customers) {
    const has = points > 0n ? Number(points) : 0;
    if (has === 0 && tierId === null) continue;
    if (has > 0) after.members += 1;
    after.points += has;
    const tier = after.tiers[tierId ?? NO_TIER] ?? { customers: 0, points: 0 };
    const more = { customers: tier.customers + 1, points: tier.points + has };
    after.tiers[tierId ?? NO_TIER] = more;
  }
  return after;
}
