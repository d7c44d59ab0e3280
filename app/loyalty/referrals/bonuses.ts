import type { ReferralBonus } from "./referral-program.ts";

/** A rewarded referral of one advocate, with the bonuses that were given with it: points by the number of friends. */
export type BonusCarrier = { id: string; bonuses: Readonly<Record<string, bigint>> };

/**
 * An advocate's rewarded referrals as far as bonuses go: how many, no further counted than any bonus asks; those that carry one,
 * in the order in which the friends bought; and the newest.
 */
export type Rewarded = { count: number; carriers: readonly BonusCarrier[]; newestId: string };

/**
 * The bonuses that each of an advocate's rewarded referrals is to carry. Each number of friends is paid for once: it stays
 * where it was given; a new one goes to the newest referral; one that is not reached any more goes.
 */
export function placeBonuses(
  { count, carriers, newestId }: Rewarded,
  offered: readonly ReferralBonus[],
): Map<string, Record<string, bigint>> {
  const ids = [...carriers.map(({ id }) => id), newestId];
  const placed = new Map(ids.map((id) => [id, {} as Record<string, bigint>]));
  const given = new Set<number>();
  for (const { id, bonuses } of carriers) {
    for (const [key, points] of Object.entries(bonuses)) {
      const referrals = Number(key);
      if (referrals > count || given.has(referrals)) continue;
      given.add(referrals);
      (placed.get(id) as Record<string, bigint>)[key] = points;
    }
  }
  for (const { referrals, points } of offered) {
    if (referrals > count || given.has(referrals)) continue;
    (placed.get(newestId) as Record<string, bigint>)[referrals] = points;
  }
  return placed;
}

/** The next number of friends that brings more, and how far it is; null when there is none. */
export function nextBonus(
  rewarded: number,
  offered: readonly ReferralBonus[],
): { referrals: number; done: number; points: bigint } | null {
  const next = offered
    .filter(({ referrals }) => referrals > rewarded)
    .toSorted((one, other) => one.referrals - other.referrals)[0];
  return next ? { ...next, done: rewarded } : null;
}
