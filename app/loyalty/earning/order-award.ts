import { DAY_MS } from "#app/ground/calendar.ts";
import type { EventSource } from "#app/events/event.ts";

import { campaignsOf, type Campaign } from "./campaigns/campaign.ts";
import type { EarnDraft, EntryDraft, Reason, ReverseDraft } from "../ledger/ledger-entry.ts";
import { changesBetween, type Course, courseOf } from "./order-course.ts";
import { wasCounted } from "../order-points/order.ts";
import type { OrderAward, OwnedOrder } from "../order-points/owned-order.ts";
import { targetPoints } from "../order-points/points.ts";
import { type CollectionsOf, inAnotherTier, ratesOf } from "../order-points/rates.ts";
import {
  type EarnRule,
  ONCE,
  type OrderRule,
  ruleOf,
  type RuleSnapshot,
  snapshotOf,
} from "../program/earning-rule.ts";
import { type Exclusion, isExcluded } from "../program/exclusion.ts";
import { isPaused, type Pause, wasPausedAt } from "../program/state.ts";

/** What orders earn by at this moment: the program's rule and pauses, its campaigns, and which collections products are in. */
export type Earning = {
  rule: EarnRule;
  pauses: readonly Pause[];
  campaigns: readonly Campaign[];
  collectionsOf: CollectionsOf;
  /** Whether they are somebody's who is excluded from the program now. */
  isForExcluded?: boolean;
};

/** What the orders of somebody who was excluded for some time earn by: to them the program was paused then. */
export function earningOf(earning: Earning, exclusions: readonly Exclusion[]): Earning {
  const pauses = [...earning.pauses, ...exclusions];
  return { ...earning, pauses, isForExcluded: isExcluded(exclusions) };
}

/** When and how the app heard of what made it look at an order again. */
export type Trigger = { occurredAt: Date; source: EventSource };

type OrderCode = Extract<Reason, { orderName: string; target: string }>["code"];

/**
 * What has to be posted so that an order has given its customer exactly what it is worth now, and the award after it. No
 * drafts when it already has; null when the order never counted: one that was cancelled did until then. While the program is paused
 * nothing is added to what it gave, which may be taken back: 100 given, worth 120 after an edit and 80 after a refund, are 100 and
 * then 80. The award keeps the rule of the moment it first counted, also
 * when that gave nothing, and what each line was in when it was first seen, so that no later change reaches back to it. Only the
 * tier that its customer was in may turn out to have been another one, when an earlier order is heard of later.
 */
export function reconcileAward(
  order: OwnedOrder,
  award: OrderAward | null,
  earning: Earning,
  heard: Trigger,
): { award: OrderAward; drafts: EntryDraft[] } | null {
  const found = targetOf(order, award, earning);
  if (found === null) return null;
  const { before, target } = found;
  const at = (points: bigint) => [{ at: null, points }];
  const drafts = draftsOf(order, before, heard, {
    given: at(before.posted),
    change: at(target - before.posted),
    whole: at(target),
  });
  return { drafts, award: awardAfter(order, before, target, drafts) };
}

/**
 * The same, with an entry for each moment at which something of the order changed what it gives, dated so: where not all is asked
 * back that was spent before it went back, it matters what else was there in that moment. `course` is what it was given so far,
 * null where that was all at once.
 */
export function reconcileCourse(
  order: OwnedOrder,
  award: (OrderAward & { course: Course | null }) | null,
  earning: Earning,
  heard: Trigger,
): { award: OrderAward & { course: Course | null }; drafts: EntryDraft[] } | null {
  const found = targetOf(order, award, earning);
  if (found === null) return null;
  const { before, rule, target } = found;
  const since = spendableFrom(order, rule.pendingDays);
  const whole = courseOf(order, { rule, rates: before.lineRates, target }, since);
  const atOnce = (points: bigint): Course => (points === 0n ? [] : [{ at: since, points }]);
  const known = award?.ruleSnapshot.ended ? null : award?.course;
  const given = known ?? atOnce(before.posted);
  const after = whole ?? atOnce(target);
  const change = changesBetween(given, after);
  const drafts = draftsOf(order, before, heard, { given, change, whole: after });
  return { drafts, award: { ...awardAfter(order, before, target, drafts), course: whole } };
}

type Target = { before: OrderAward; rule: OrderRule; target: bigint };

/** What an order is worth now, and its award until now, the rates of all its lines in it; null when it never counted. */
function targetOf(order: OwnedOrder, award: OrderAward | null, earning: Earning): Target | null {
  const paused = isPaused(earning.pauses);
  if (award === null && (paused || !wasCounted(order))) return null;

  const known = inItsTier(startingAward(order, award, earning), order);
  const rule = ruleOf(known.ruleSnapshot);
  const lineRates = ratesOf(order.lines, rule, earning.collectionsOf, known.lineRates);
  const before = { ...known, lineRates };
  const worth = targetPoints(order, rule, lineRates);
  // In a pause an order takes its points along to whom it turns out to be; but not to who is excluded.
  const isOthers = before.customerId !== order.customerId;
  const most = isOthers && earning.isForExcluded ? 0n : before.posted;
  return { before, rule, target: paused && worth > most ? most : worth };
}

function awardAfter(
  { customerId }: OwnedOrder,
  before: OrderAward,
  target: bigint,
  drafts: readonly EntryDraft[],
): OrderAward {
  return { ...before, customerId, posted: target, revision: before.revision + drafts.length };
}

/**
 * The rule for an order that is first awarded now: campaigns and tier are those of when it was made. Whether the program was paused
 * goes by when it was paid.
 */
export function ruleFor(
  order: Pick<OwnedOrder, "createdAt" | "countsAt" | "tier" | "tiersVersion">,
  { rule, campaigns, pauses }: Pick<Earning, "rule" | "campaigns" | "pauses">,
): OrderRule {
  const { createdAt, tier, tiersVersion } = order;
  return {
    ...rule,
    active: !wasPausedAt(pauses, order.countsAt),
    campaigns: campaignsOf(campaigns, createdAt),
    tierMultiplierBps: tier?.multiplierBps ?? ONCE,
    tierId: tier?.id ?? null,
    tiersVersion,
  };
}

/**
 * Whether an order was awarded by another tier than its customer turns out to have been in when it was made. Tiers that the shop
 * has changed since do not reach back.
 */
export function isInAnotherTier(
  { tierId = null, tiersVersion = null }: RuleSnapshot,
  order: Pick<OwnedOrder, "tier" | "tiersVersion">,
): boolean {
  if (tiersVersion === null || tiersVersion !== order.tiersVersion) return false;
  return tierId !== (order.tier?.id ?? null);
}

function inItsTier(award: OrderAward, order: OwnedOrder): OrderAward {
  if (!isInAnotherTier(award.ruleSnapshot, order)) return award;
  const rule: OrderRule = {
    ...ruleOf(award.ruleSnapshot),
    tierId: order.tier?.id ?? null,
    tierMultiplierBps: order.tier?.multiplierBps ?? ONCE,
  };
  return {
    ...award,
    ruleSnapshot: snapshotOf(rule),
    lineRates: inAnotherTier(award.lineRates, rule),
  };
}

/** What an order was given so far; of one that never was, or not since the program was begun anew, by the rule of now. */
function startingAward(order: OwnedOrder, award: OrderAward | null, earning: Earning): OrderAward {
  if (award && !award.ruleSnapshot.ended) return award;
  return {
    orderId: order.id,
    customerId: award?.customerId ?? order.customerId,
    ruleSnapshot: snapshotOf(ruleFor(order, earning)),
    lineRates: new Map(),
    posted: 0n,
    revision: award?.revision ?? 0,
  };
}

/** What changes, and when; at no moment of its own, where that is when it was heard of. */
type Changes = readonly { at: Date | null; points: bigint }[];

/**
 * The changes of what the order's customer was given; where it belongs to somebody else now, the first customer's points go back, and
 * the other one earns.
 */
function draftsOf(
  order: OwnedOrder,
  before: OrderAward,
  heard: Trigger,
  { given, change, whole }: Record<"given" | "change" | "whole", Changes>,
): EntryDraft[] {
  if (before.customerId === order.customerId) return drafted(order, before, change, heard);
  const gone = given.map(({ at, points }) => ({ at, points: -points }));
  const back = drafted(order, before, gone, { ...heard, why: "order_reassigned" });
  const revision = before.revision + back.length;
  const rest: OrderAward = { ...before, customerId: order.customerId, posted: 0n, revision };
  return [...back, ...drafted(order, rest, whole, heard)];
}

function drafted(
  order: OwnedOrder,
  award: OrderAward,
  changes: Changes,
  heard: Trigger & { why?: OrderCode },
): EntryDraft[] {
  let { posted, revision } = award;
  return changes.flatMap(({ at, points }) => {
    if (points === 0n) return [];
    posted += points;
    const step = { change: points, target: posted, at };
    const draft = draftOf(order, { ...award, revision }, step, heard);
    revision += 1;
    return [draft];
  });
}

function draftOf(
  order: OwnedOrder,
  award: OrderAward,
  { change, target, at }: { change: bigint; target: bigint; at: Date | null },
  { why, ...heard }: Trigger & { why?: OrderCode },
): EarnDraft | ReverseDraft {
  const isFirst = award.revision === 0;
  const paidAt = order.countsAt;
  const since = spendableFrom(order, award.ruleSnapshot.pendingDays ?? 0);
  const moment = at && at.getTime() !== since.getTime() ? at : null;
  const kind = change > 0n ? "earn" : "reverse";
  const points = change > 0n ? change : -change;
  const draft = {
    customerId: award.customerId,
    points,
    idempotencyKey: isFirst
      ? `earn.order.${order.id}`
      : `${kind === "earn" ? "earn" : "refund"}.order.${order.id}.target.${target}.revision.${award.revision}`,
    ruleSnapshot: award.ruleSnapshot,
    orderId: order.id,
    occurredAt: isFirst ? paidAt : (moment ?? heard.occurredAt),
    source: heard.source,
    reason: {
      code: why ?? codeOf(order, kind, isFirst),
      orderName: order.name,
      points: `${points}`,
      target: `${target}`,
    },
  };
  if (kind === "reverse") return { ...draft, kind, ...(at && { countsFrom: moment ?? since }) };
  const wait = waitOf(order, award.ruleSnapshot.pendingDays ?? 0);
  // What is dated later than the order was taken off another one's cap, or given back after all.
  return { ...draft, kind, earnedAt: paidAt, wait, ...(moment && { countsFrom: moment }) };
}

/**
 * Until when an order's points are pending. All of them are as old as the order and wait equally long, also what an edit adds
 * later: else their dates would depend on what was heard first.
 */
function waitOf(order: OwnedOrder, pendingDays: number): EarnDraft["wait"] {
  if (order.awaitsSignIn) return "until_verified";
  return pendingDays > 0 ? { until: spendableFrom(order, pendingDays) } : null;
}

function spendableFrom({ countsAt }: OwnedOrder, pendingDays: number): Date {
  return new Date(countsAt.getTime() + pendingDays * DAY_MS);
}

function codeOf(order: OwnedOrder, kind: "earn" | "reverse", isFirst: boolean): OrderCode {
  if (kind === "earn") return isFirst ? "order_paid" : "order_changed";
  if (order.cancelledAt !== null) return "order_cancelled";
  return order.refunds.length > 0 ? "order_refunded" : "order_changed";
}
