import { DAY_MS } from "#app/ground/calendar.ts";
import type { EventSource } from "#app/events/event.ts";

import { campaignsOf, type Campaign } from "./campaigns/campaign.ts";
import type { EarnDraft, EntryDraft, Reason, ReverseDraft } from "../ledger/ledger-entry.ts";
import { wasPaid } from "../order-points/order.ts";
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

/** What orders earn by at this moment: the program's rule, its campaigns, and which collections products are in. */
export type Earning = {
  rule: EarnRule;
  campaigns: readonly Campaign[];
  collectionsOf: CollectionsOf;
};

/** When and how the app heard of what made it look at an order again. */
export type Trigger = { occurredAt: Date; source: EventSource };

type OrderCode = Extract<Reason, { orderName: string; target: string }>["code"];

/**
 * What has to be posted so that an order has given its customer exactly what it is worth now, and the award after it. No
 * drafts when it already has; null when the order never counted: one that was cancelled did until then. The award keeps the rule of the moment it first counted, also
 * when that gave nothing, and what each line was in when it was first seen, so that no later change reaches back to it. Only the
 * tier that its customer was in may turn out to have been another one, when an earlier order is heard of later.
 */
export function reconcileAward(
  order: OwnedOrder,
  award: OrderAward | null,
  earning: Earning,
  heard: Trigger,
): { award: OrderAward; drafts: EntryDraft[] } | null {
  if (award === null && !wasPaid(order)) return null;

  const known = inItsTier(award ?? firstAward(order, earning), order);
  const rule = ruleOf(known.ruleSnapshot);
  const lineRates = ratesOf(order.lines, rule, earning.collectionsOf, known.lineRates);
  const before = { ...known, lineRates };
  const target = targetPoints(order, rule, lineRates);
  const drafts =
    before.customerId === order.customerId
      ? drafted(order, before, target - before.posted, target, heard)
      : reassigned(order, before, target, heard);
  return {
    drafts,
    award: {
      ...before,
      customerId: order.customerId,
      posted: target,
      revision: before.revision + drafts.length,
    },
  };
}

/** The rule for an order that is first awarded now: campaigns and tier are those of when it was made. */
export function ruleFor(
  { createdAt, tier, tiersVersion }: Pick<OwnedOrder, "createdAt" | "tier" | "tiersVersion">,
  { rule, campaigns }: Pick<Earning, "rule" | "campaigns">,
): OrderRule {
  return {
    ...rule,
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

function firstAward(order: OwnedOrder, earning: Earning): OrderAward {
  return {
    orderId: order.id,
    customerId: order.customerId,
    ruleSnapshot: snapshotOf(ruleFor(order, earning)),
    lineRates: new Map(),
    posted: 0n,
    revision: 0,
  };
}

/** The order belongs to somebody else now: the first customer's points go back, the other one earns. */
function reassigned(
  order: OwnedOrder,
  before: OrderAward,
  target: bigint,
  heard: Trigger,
): EntryDraft[] {
  const back = drafted(order, before, -before.posted, 0n, heard, "order_reassigned");
  const rest: OrderAward = {
    ...before,
    customerId: order.customerId,
    revision: before.revision + back.length,
  };
  return [...back, ...drafted(order, rest, target, target, heard)];
}

function drafted(
  order: OwnedOrder,
  award: OrderAward,
  change: bigint,
  target: bigint,
  heard: Trigger,
  why: OrderCode | null = null,
): (EarnDraft | ReverseDraft)[] {
  if (change === 0n) return [];
  const isFirst = award.revision === 0;
  const paidAt = order.countsAt;
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
    occurredAt: isFirst ? paidAt : heard.occurredAt,
    source: heard.source,
    reason: {
      code: why ?? codeOf(order, kind, isFirst),
      orderName: order.name,
      points: `${points}`,
      target: `${target}`,
    },
  };
  return kind === "earn"
    ? [
        {
          ...draft,
          kind,
          earnedAt: paidAt,
          wait: waitOf(order, award.ruleSnapshot.pendingDays ?? 0),
        },
      ]
    : [{ ...draft, kind }];
}

/**
 * Until when an order's points are pending. All of them are as old as the order and wait equally long, also what an edit adds
 * later: else their dates would depend on what was heard first.
 */
function waitOf(order: OwnedOrder, pendingDays: number): EarnDraft["wait"] {
  if (order.awaitsSignIn) return "until_verified";
  const paidAt = order.countsAt;
  return pendingDays > 0 ? { until: new Date(paidAt.getTime() + pendingDays * DAY_MS) } : null;
}

function codeOf(order: OwnedOrder, kind: "earn" | "reverse", isFirst: boolean): OrderCode {
  if (kind === "earn") return isFirst ? "order_paid" : "order_changed";
  if (order.cancelledAt !== null) return "order_cancelled";
  return order.refunds.length > 0 ? "order_refunded" : "order_changed";
}
