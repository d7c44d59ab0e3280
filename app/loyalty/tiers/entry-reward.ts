import type { Entry } from "./membership.ts";
import type { EntryReward, Tier } from "./tier.ts";

/**
 * What coming into a tier gave once. Kept for good when the tier was lost by no refund; taken back when it was by one; doubled
 * where two records had it that are one person, who keeps both for as long as they are.
 */
export type GivenEntry = {
  /** The record that it was given to. */
  recordId: string;
  tierId: string;
  /** Counts what this record was given for this tier: part of keys. */
  number: number;
  state: "given" | "kept" | "doubled" | "taken_back";
  /** The key of the entry that gave points. */
  entryKey: string | null;
  /** The reward that was given. */
  redemptionId: string | null;
};

export type EntryGift = { tierId: string; number: number; at: Date; reward: EntryReward };

/** What the entry rewards of a customer need: some to give, some that are not deserved any more. */
export type EntryChanges = { give: EntryGift[]; surplus: GivenEntry[] };

/**
 * What has to be given or taken back, so that each entry into a tier since its reward was set has given it once. Like points of
 * orders it is the difference between what the facts say and what was done: hearing of them twice, or in another order, is the same.
 */
export function entryChanges(
  entries: readonly Entry[],
  given: readonly GivenEntry[],
  tiers: readonly Tier[],
): EntryChanges {
  const changes = tiers.map(
    ({ id, entryReward }) =>
      entryReward
        ? changesOf(
            id,
            entryReward,
            entries.filter(({ tierId, at }) => tierId === id && at >= entryReward.from),
            given.filter(({ tierId }) => tierId === id),
          )
        : { give: [], surplus: [] }, // No longer given: what was given before stays.
  );
  return {
    give: changes.flatMap(({ give }) => give),
    surplus: changes.flatMap(({ surplus }) => surplus),
  };
}

function changesOf(
  tierId: string,
  reward: EntryReward,
  entries: readonly Entry[],
  given: readonly GivenEntry[],
): EntryChanges {
  const standing = given.filter(({ state }) => state === "given" || state === "kept").length;
  const last = Math.max(0, ...given.map(({ number }) => number));
  const give = entries
    .slice(standing)
    .map(({ at }, index) => ({ tierId, number: last + index + 1, at, reward }));
  const surplus = given
    .filter(({ state }) => state === "given")
    .toReversed()
    .slice(0, Math.max(0, standing - entries.length));
  return { give, surplus };
}
