import {
  asIfNeverGained,
  countBefore,
  progressBetween,
  type ProgressTimeline,
  timelineOf,
  type TierFacts,
  withLossesBy,
} from "./tier-progress.ts";
import { placeOf, type TierProgress, type Tier, tierFor, type TierLadder } from "./tier.ts";
import { daysLater, termEnd, termStart, windowStart } from "./window.ts";

type Held = {
  tierId: string;
  since: Date;
  /** What was gained from here on counts towards keeping it. */
  countsFrom: Date;
  /** When it is looked at whether it was earned again; null where it is for life. */
  termEndsAt: Date | null;
};

/** Which tier somebody is in. In grace it was not earned again, and goes at the end unless it still is. */
export type Membership =
  | { status: "none" }
  | ({ status: "member" } & Held)
  | ({ status: "grace"; graceEndsAt: Date } & Held);

/** Somebody came up into a tier. */
export type Entry = { tierId: string; at: Date };

/** A membership and how it came to be. */
export type History = {
  membership: Membership;
  /** The earliest first. */
  entries: readonly Entry[];
  /** When a tier was last lost because its term had ended. */
  endedAt: Date | null;
};

/** What somebody has gained, and the tiers that it leads up to. */
type Course = { timeline: ProgressTimeline; ladder: TierLadder };

const outside: History = { membership: { status: "none" }, entries: [], endedAt: null };

/**
 * Which tier somebody is in at a moment, by all that counts, in the order of its dates. It does not
 * matter when which of it was heard. Where a refund drops somebody, it is as if what went back had
 * never been bought; where it does not, that counts until it went back: the sums then fall, and
 * with them the tier, but not before its term ends.
 */
export function membershipAt(facts: TierFacts, ladder: TierLadder, now: Date): History {
  return historiesAt(counting(facts, ladder), ladder, [now])[0] ?? outside;
}

/**
 * Which tier somebody was in just before each of these moments, the earliest first, by what is
 * known now of what had happened by then: an order that lifts somebody into a tier was not made in
 * it, and a refund takes nothing back from orders made before it.
 */
export function membershipsBefore(
  facts: TierFacts,
  ladder: TierLadder,
  moments: readonly Date[],
): Membership[] {
  const asked = moments.map((moment) => new Date(moment.getTime() - 1));
  // Most have lost nothing, or nothing in between: one walk serves all moments that see the same
  // losses.
  const sameLosses = Map.groupBy(asked, (moment) => withLossesBy(facts, moment).losses.length);
  return [...sameLosses.values()].flatMap((some) => {
    const seen = withLossesBy(facts, some[0] as Date);
    return historiesAt(counting(seen, ladder), ladder, some).map(({ membership }) => membership);
  });
}

function counting(facts: TierFacts, { onRefund }: TierLadder): TierFacts {
  return onRefund === "drop" ? asIfNeverGained(facts) : facts;
}

/** The histories up to each of these moments, which are in order. */
function historiesAt(facts: TierFacts, ladder: TierLadder, moments: readonly Date[]): History[] {
  if (!ladder.active) return moments.map(() => outside);
  const timeline = timelineOf(facts);
  const course = { timeline, ladder };
  let [history, heard] = [outside, 0];
  return moments.map((now) => {
    for (const end = countBefore(timeline, now.getTime() + 1); heard < end; heard++)
      history = nextMembership(history, course, timeline.moments[heard] as Date);
    return elapse(history, course, now);
  });
}

/** A membership after something was gained at this moment. */
function nextMembership(before: History, course: Course, at: Date): History {
  const { timeline, ladder } = course;
  const history = elapse(before, course, at);
  const { membership } = history;
  const progress = progressBetween(timeline, windowStart(ladder, at), at);
  const reached = tierFor(progress, ladder.tiers);
  if (reached && isAbove(ladder, reached, membership)) {
    const entries = [...history.entries, { tierId: reached.id, at }];
    return { ...history, entries, membership: begin(reached, at, course, at) };
  }
  if (membership.status === "none") return history;
  if (membership.status === "grace" && !isKept(membership, course, at)) return history;
  return { ...history, membership: goOn(membership, course, at) };
}

/** Time passes without anything new, up to and with `now`: terms end, and grace after them. */
function elapse(before: History, course: Course, now: Date): History {
  const { ladder } = course;
  let history = before;
  for (;;) {
    const { membership } = history;
    if (membership.status === "none") return history;
    const due = membership.status === "grace" ? membership.graceEndsAt : membership.termEndsAt;
    if (due === null || due > now) return history;
    if (membership.status === "grace") {
      const left = tierFor(keeping(membership, course, due), ladder.tiers);
      const next = left ? begin(left, due, course, due) : outside.membership;
      history = { ...history, membership: next, endedAt: due };
    } else if (isKept(membership, course, due)) {
      history = { ...history, membership: goOn(membership, course, due) };
    } else {
      const graceEndsAt = daysLater(due, ladder.graceDays, ladder.timezone);
      history = { ...history, membership: { ...membership, status: "grace", graceEndsAt } };
    }
  }
}

function begin(
  tier: Tier,
  since: Date,
  course: Course,
  at: Date,
): Extract<Membership, { status: "member" }> {
  const { ladder } = course;
  const countsFrom = termStart(ladder, since);
  const held = { tierId: tier.id, since, countsFrom, termEndsAt: termEnd(ladder, since) };
  if (ladder.window.kind === "rolling")
    held.termEndsAt = fallsAt(tier.id, ladder.window.days, course, at);
  return { status: "member", ...held };
}

/** The tier was earned again: a rolling window is looked at anew, and a term that has ended is followed by the next. */
function goOn(
  { tierId, since, countsFrom, termEndsAt }: Held,
  course: Course,
  at: Date,
): Membership {
  const { ladder } = course;
  if (ladder.window.kind === "rolling") {
    const falls = fallsAt(tierId, ladder.window.days, course, at);
    return { status: "member", tierId, since, countsFrom, termEndsAt: falls };
  }
  if (termEndsAt === null || termEndsAt > at)
    return { status: "member", tierId, since, countsFrom, termEndsAt };
  const next = {
    countsFrom: termStart(ladder, termEndsAt),
    termEndsAt: termEnd(ladder, termEndsAt),
  };
  return { status: "member", tierId, since, ...next };
}

function isKept(held: Held, course: Course, at: Date): boolean {
  const { ladder } = course;
  const reached = tierFor(keeping(held, course, at), ladder.tiers);
  return placeOf(ladder, reached?.id) >= placeOf(ladder, held.tierId);
}

/** What counts towards keeping a tier: all since its term began, the days of grace included. */
function keeping(held: Held, { timeline, ladder }: Course, at: Date): TierProgress {
  const from = ladder.window.kind === "rolling" ? windowStart(ladder, at) : held.countsFrom;
  return progressBetween(timeline, from, at);
}

/**
 * When the last days will no longer hold enough for a tier, should nothing be added after `at`: the
 * day on which some gain leaves them. Each that leaves can only take away, so the first such day is
 * found by halving.
 */
function fallsAt(
  tierId: string,
  days: number,
  { timeline, ladder }: Course,
  at: Date,
): Date | null {
  const start = windowStart(ladder, at);
  const first = start === null ? 0 : countBefore(timeline, start.getTime());
  const end = countBefore(timeline, at.getTime() + 1);
  const leaves = (index: number) =>
    daysLater(timeline.moments[index] as Date, days, ladder.timezone);
  const isEnoughAt = (moment: Date) => {
    const left = progressBetween(timeline, windowStart(ladder, moment), at, moment);
    return placeOf(ladder, tierFor(left, ladder.tiers)?.id) >= placeOf(ladder, tierId);
  };
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isEnoughAt(leaves(middle))) low = middle + 1;
    else high = middle;
  }
  return low < end ? leaves(low) : null;
}

function isAbove(ladder: TierLadder, tier: Tier, membership: Membership): boolean {
  const held = membership.status === "none" ? undefined : membership.tierId;
  return placeOf(ladder, tier.id) > placeOf(ladder, held);
}
