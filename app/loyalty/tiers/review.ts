import { type EntryChanges, entryChanges, type GivenEntry } from "./entry-rewards/entry-reward.ts";
import { type RatedFacts, tierHistoryAt, type TierHistory } from "./manual-tier.ts";
import type { Membership } from "./membership.ts";
import { placeOf, type TierLadder } from "./tier.ts";

export type ChangeReason =
  | "earned"
  | "refunded"
  | "term_ended"
  | "program_changed"
  | "records_parted"
  /** Given by hand. */
  | "manual"
  /** What was given by hand has ended, or was taken away. */
  | "manual_ended"
  /** They were excluded from the program, or take part again. */
  | "excluded"
  | "included";

/** What has just happened to a customer that says why a tier changes, beyond what the facts tell. */
export type ReviewCause = Extract<ChangeReason, "records_parted" | "included">;

/** A membership as it was last written. */
export type StoredMembership = {
  tierId: string;
  since: Date;
  termEndsAt: Date | null;
  graceEndsAt: Date | null;
  /** The version of the terms that it was decided by. */
  version: number;
};

export type TierChange = {
  fromTierId: string | null;
  toTierId: string | null;
  reason: ChangeReason;
  at: Date;
};

/** What a customer's tier is now, and what follows from that. */
export type Review = EntryChanges & {
  membership: StoredMembership | null;
  isSame: boolean;
  change: TierChange | null;
  /** When grace ends that nobody was told of yet. */
  endsAt: Date | null;
  /** What is not deserved any more is kept all the same: the shop changed the terms, not the customer. */
  keepsSurplus: boolean;
};

/** The review of one of many customers, beside what was written of them before. */
export type CustomerReview = Review & { customerId: string };

export type Reviewed = {
  facts: RatedFacts;
  stored: StoredMembership | null;
  given: readonly GivenEntry[];
  cause: ReviewCause | null;
  /** Whoever is excluded from the program is in no tier; what they were given for entering some stays. */
  isExcluded: boolean;
};

/** Compares what a customer's tier is by the facts with what was written of it. */
export function review(
  { facts, stored, given, cause, isExcluded }: Reviewed,
  ladder: TierLadder & { version: number; ratedVersion: number },
  now: Date,
): Review {
  const history = isExcluded ? NOTHING : tierHistoryAt(facts, ladder, now);
  const membership = storedOf(history.membership, ladder.version);
  const isRerated = (stored?.version ?? ladder.ratedVersion) < ladder.version;
  const reason = isExcluded
    ? "excluded"
    : isRerated
      ? "program_changed"
      : reasonOf(stored, membership, { ...history, cause }, ladder);
  const isGrace = membership?.graceEndsAt ?? null;
  const wasGrace = stored?.tierId === membership?.tierId ? stored?.graceEndsAt : null;
  return {
    ...(isExcluded ? NO_CHANGES : entryChanges(history.entries, given, ladder.tiers)),
    membership,
    isSame: isSame(stored, membership),
    change: changeOf(stored, membership, { reason, history }, now),
    endsAt: isGrace?.getTime() === wasGrace?.getTime() ? null : isGrace,
    keepsSurplus: isRerated,
  };
}

const NOTHING: TierHistory = {
  membership: { status: "none" },
  entries: [],
  endedAt: null,
  byHand: false,
  byHandEndedAt: null,
};
const NO_CHANGES: EntryChanges = { give: [], surplus: [], misdated: [] };

function storedOf(membership: Membership, version: number): StoredMembership | null {
  if (membership.status === "none") return null;
  const { tierId, since, termEndsAt } = membership;
  const graceEndsAt = membership.status === "grace" ? membership.graceEndsAt : null;
  return { tierId, since, termEndsAt, graceEndsAt, version };
}

function changeOf(
  before: StoredMembership | null,
  after: StoredMembership | null,
  { reason, history }: { reason: ChangeReason; history: TierHistory },
  now: Date,
): TierChange | null {
  const [fromTierId, toTierId] = [before?.tierId ?? null, after?.tierId ?? null];
  if (fromTierId === toTierId) return null;
  // Dated by what made it so, not by when it was looked at.
  const at: Partial<Record<ChangeReason, Date | null>> = {
    earned: after?.since ?? null,
    manual: after?.since ?? null,
    term_ended: history.endedAt,
    manual_ended: history.byHandEndedAt,
  };
  return { fromTierId, toTierId, reason, at: at[reason] ?? now };
}

function reasonOf(
  before: StoredMembership | null,
  after: StoredMembership | null,
  {
    byHand,
    byHandEndedAt,
    endedAt,
    cause,
  }: Omit<TierHistory, "membership" | "entries"> & { cause: ReviewCause | null },
  ladder: TierLadder,
): ChangeReason {
  if (cause === "included") return cause;
  const place = (one: StoredMembership | null) => placeOf(ladder, one?.tierId);
  if (place(after) > place(before)) return byHand ? "manual" : "earned";
  const isSince = (end: Date | null) => before !== null && end !== null && end >= before.since;
  if (isSince(byHandEndedAt) && Number(byHandEndedAt) >= Number(endedAt)) return "manual_ended";
  if (isSince(endedAt)) return "term_ended";
  return cause ?? "refunded";
}

function isSame(a: StoredMembership | null, b: StoredMembership | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.tierId === b.tierId &&
    a.version === b.version &&
    a.since.getTime() === b.since.getTime() &&
    a.termEndsAt?.getTime() === b.termEndsAt?.getTime() &&
    a.graceEndsAt?.getTime() === b.graceEndsAt?.getTime()
  );
}
