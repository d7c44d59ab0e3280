import { type Entry, type History, membershipAt, membershipsBefore } from "./membership.ts";
import type { Membership } from "./membership.ts";
import type { TierFacts } from "./tier-progress.ts";
import { placeOf, type TierLadder } from "./tier.ts";

/** A tier that the shop gave somebody by hand: from a moment to before another, null while nobody takes it away. */
export type ManualTier = {
  tierId: string;
  since: Date;
  until: Date | null;
  /** Whether coming into it gives what entering the tier gives. A file of points brings over what was so before: it does not. */
  welcomes: boolean;
};

/** All that a customer's tier is decided by: what was gained, and what the shop gave by hand. */
export type RatedFacts = TierFacts & { manual: readonly ManualTier[] };

/** A history, and what of it the shop decided by hand. */
export type TierHistory = History & {
  /** They are in their tier because it was given by hand. */
  byHand: boolean;
  /** When a tier that was given by hand last ended. */
  byHandEndedAt: Date | null;
};

/**
 * Which tier somebody is in at a moment: the one that was earned, or one given by hand where that is higher. Example: Gold until
 * June for somebody who has earned Silver is Gold until June, then whatever they have earned by then; Platinum that they earn
 * in May is Platinum. So who was given a tier loses nothing by it.
 */
export function tierHistoryAt(facts: RatedFacts, ladder: TierLadder, now: Date): TierHistory {
  const earned = membershipAt(facts, ladder, now);
  const manual = known(facts, ladder).filter(({ since }) => since <= now);
  const membership = raised(earned.membership, manual, ladder, now);
  return {
    ...earned,
    membership,
    entries: entriesWith(earned.entries, { facts, manual }, ladder),
    byHand: membership !== earned.membership,
    byHandEndedAt: lastEnd(manual, now),
  };
}

/** The same as `membershipsBefore`, with what was given by hand. */
export function tiersBefore(
  facts: RatedFacts,
  ladder: TierLadder,
  moments: readonly Date[],
): Membership[] {
  const manual = known(facts, ladder);
  return membershipsBefore(facts, ladder, moments).map((membership, index) =>
    raised(membership, manual, ladder, justBefore(moments[index] as Date)),
  );
}

/** Of tiers that the shop has switched off or deleted nobody has any. The earliest first. */
function known({ manual }: RatedFacts, ladder: TierLadder): ManualTier[] {
  if (!ladder.active) return [];
  return manual
    .filter(({ tierId }) => placeOf(ladder, tierId) >= 0)
    .toSorted((a, b) => a.since.getTime() - b.since.getTime());
}

/** A membership, or the highest that is held by hand where that is above it. One in grace is kept by hand, too. */
function raised(
  membership: Membership,
  manual: readonly ManualTier[],
  ladder: TierLadder,
  at: Date,
): Membership {
  const place = ({ tierId }: ManualTier) => placeOf(ladder, tierId);
  const held = manual.filter((one) => isHeldAt(one, at));
  const best = held.toSorted((a, b) => place(a) - place(b) || untilOf(a) - untilOf(b)).at(-1);
  if (!best) return membership;
  const own = membership.status === "none" ? -1 : placeOf(ladder, membership.tierId);
  const isKept = membership.status === "grace" && own === place(best);
  if (own >= place(best) && !isKept) return membership;
  const { tierId, until: termEndsAt } = best;
  const since = isKept ? membership.since : best.since;
  return { status: "member", tierId, since, countsFrom: best.since, termEndsAt };
}

/**
 * The entries into tiers. A tier that is earned while it, or a higher one, is held by hand is not entered again; and one that is
 * given by hand is entered only by who was never in it: given, taken away and given again, it welcomes once.
 */
function entriesWith(
  earned: readonly Entry[],
  { facts, manual }: { facts: TierFacts; manual: readonly ManualTier[] },
  ladder: TierLadder,
): Entry[] {
  const isHeld = (tierId: string, at: Date) =>
    manual.some(
      (one) =>
        isHeldAt(one, justBefore(at)) && placeOf(ladder, one.tierId) >= placeOf(ladder, tierId),
    );
  const entries = earned.filter(({ tierId, at }) => !isHeld(tierId, at));
  for (const { tierId, since: at, welcomes } of manual) {
    const isKnown = earned.some((one) => one.tierId === tierId && one.at < at);
    const isGiven = manual.some((one) => one.tierId === tierId && one.since < at);
    if (!welcomes || isKnown || isGiven || isHeld(tierId, at)) continue;
    const { membership } = membershipAt(facts, ladder, justBefore(at));
    const place = membership.status === "none" ? -1 : placeOf(ladder, membership.tierId);
    if (place < placeOf(ladder, tierId)) entries.push({ tierId, at });
  }
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

function lastEnd(manual: readonly ManualTier[], now: Date): Date | null {
  const ends = manual.flatMap(({ until }) => (until && until <= now ? until.getTime() : []));
  return ends.length === 0 ? null : new Date(Math.max(...ends));
}

function isHeldAt({ since, until }: ManualTier, at: Date): boolean {
  return since <= at && (until === null || at < until);
}

function untilOf({ until }: ManualTier): number {
  return until?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function justBefore(at: Date): Date {
  return new Date(at.getTime() - 1);
}
