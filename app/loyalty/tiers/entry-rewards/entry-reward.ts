import type { Entry } from "../membership.ts";
import type { EntryReward, Tier } from "../tier.ts";

/**
 * What coming into a tier gave once. Taken back when a refund took the tier, or when two who had it turned out to be one person;
 * kept for good when the shop changed the tiers, or when it was used already.
 */
export type GivenEntry = {
  /** The record that it was given to. */
  recordId: string;
  tierId: string;
  /** Counts what this record was given for this tier: part of keys. */
  number: number;
  state: "given" | "kept" | "taken_back";
  enteredAt: Date;
  /** The key of the entry that gave points. */
  entryKey: string | null;
  /** The reward that was given. */
  redemptionId: string | null;
};

export type EntryGift = { tierId: string; number: number; at: Date; reward: EntryReward };

/**
 * What the entry rewards of a customer need: some to give, some that are not deserved any more, and some that turn out to be for
 * another day, by which they expire.
 */
export type EntryChanges = {
  give: EntryGift[];
  surplus: GivenEntry[];
  misdated: MisdatedEntry[];
};

/** What was given for another day than it is for. */
export type MisdatedEntry = { entry: GivenEntry; at: Date };

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
        : { give: [], surplus: [], misdated: [] }, // No longer given: what was given before stays.
  );
  return {
    give: changes.flatMap(({ give }) => give),
    surplus: changes.flatMap(({ surplus }) => surplus),
    misdated: changes.flatMap(({ misdated }) => misdated),
  };
}

function changesOf(
  tierId: string,
  reward: EntryReward,
  entries: readonly Entry[],
  given: readonly GivenEntry[],
): EntryChanges {
  const progress = given.filter(({ state }) => state !== "taken_back");
  const [unmet, spare] = apart(entries, progress);
  const moved = spare.slice(0, unmet.length);
  const last = Math.max(0, ...given.map(({ number }) => number));
  return {
    give: unmet
      .slice(moved.length)
      .map(({ at }, index) => ({ tierId, number: last + index + 1, at, reward })),
    misdated: moved
      .map((entry, index) => ({ entry, at: (unmet[index] as Entry).at }))
      .filter(({ entry }) => entry.state === "given"),
    surplus: spare.slice(moved.length).filter(({ state }) => state === "given"),
  };
}

/** The entries that nothing was given for on their day, and what was given for another day; the earliest first. */
function apart(
  entries: readonly Entry[],
  progress: readonly GivenEntry[],
): [Entry[], GivenEntry[]] {
  const spare = progress.toSorted((a, b) => a.enteredAt.getTime() - b.enteredAt.getTime());
  const unmet = entries.filter(({ at }) => {
    const same = spare.findIndex(({ enteredAt }) => enteredAt.getTime() === at.getTime());
    if (same >= 0) spare.splice(same, 1);
    return same < 0;
  });
  return [unmet, spare];
}
