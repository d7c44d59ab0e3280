import type { Tier as Row } from "#prisma/generated/client/client.ts";

import type { Perk } from "./perks.ts";
import type { Basis, EntryReward, Tier, TierLadder, TierTerms } from "./tier.ts";

// Tiers as the database keeps them: amounts and points in JSON are decimal strings.

export type TierRow = Pick<Row, "id" | "name" | "conditions" | "perks" | "entryReward">;
export type TierProgramRow = Record<keyof TierTerms, unknown>;

type StoredReward = { points?: string; rewardId?: string; from: string };

/** A tier of its row. */
export function tierOf({ id, name, conditions, perks, entryReward }: TierRow): Tier {
  return {
    id,
    name,
    conditions: (conditions as { basis: Basis; atLeast: string }[]).map(({ basis, atLeast }) => ({
      basis,
      atLeast: BigInt(atLeast),
    })),
    perks: perks as Perk[],
    entryReward: rewardOf(entryReward as StoredReward | null),
  };
}

/** The columns of a tier, without whose it is and its place. */
export function columnsOfTier({ id, name, conditions, perks, entryReward }: Tier) {
  return {
    id,
    name,
    conditions: conditions.map(({ basis, atLeast }) => ({ basis, atLeast: String(atLeast) })),
    perks: perks.map((perk) => ({ ...perk })),
    entryReward: entryReward && storedReward(entryReward),
  };
}

/** How tiers are reached and kept, of whatever says that among other things. */
export function termsOf({ active, window, graceDays, onRefund }: TierProgramRow): TierTerms {
  return { active, window, graceDays, onRefund } as TierTerms;
}

/** Tiers by their rows, the lowest first. */
export function ladderOf(
  program: TierProgramRow,
  tiers: readonly TierRow[],
  timezone: string,
): TierLadder {
  return { ...termsOf(program), tiers: tiers.map(tierOf), timezone };
}

function rewardOf(stored: StoredReward | null): EntryReward | null {
  if (!stored) return null;
  const from = new Date(stored.from);
  return stored.rewardId === undefined
    ? { points: BigInt(stored.points ?? 0), from }
    : { rewardId: stored.rewardId, from };
}

function storedReward({ from, ...reward }: EntryReward): StoredReward {
  const since = { from: from.toISOString() };
  return "points" in reward
    ? { points: String(reward.points), ...since }
    : { rewardId: reward.rewardId, ...since };
}
