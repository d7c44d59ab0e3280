import type { EventSource } from "#app/events/event.ts";

import type { EntryDraft, Reason } from "./ledger-entry.ts";
import { isPaid, targetPoints, type Order } from "./points.ts";
import { type EarnRule, ruleOf, type RuleSnapshot, snapshotOf } from "./rule.ts";

/** What an order has been given so far, and the rule that it was first awarded by. */
export type OrderAward = {
  orderId: bigint;
  customerId: string;
  ruleSnapshot: RuleSnapshot;
  posted: bigint;
  /** Counts the entries: part of the next one's key. */
  revision: number;
};

export type OwnedOrder = Order & {
  id: bigint;
  name: string;
  customerId: string;
  processedAt: Date;
};

/** When and how the app heard of what made it look at an order again. */
export type Heard = { occurredAt: Date; source: EventSource };

/**
 * What has to be posted so that an order has given its customer exactly what it is worth now, and the award after it. No
 * drafts when it already has; null when the order never counted. The award keeps the rule of the moment it first counted, also
 * when that gave nothing, so that a later change of the program does not reach back to it.
 */
export function correct(
  order: OwnedOrder,
  award: OrderAward | null,
  programRule: EarnRule,
  heard: Heard,
): { award: OrderAward; drafts: EntryDraft[] } | null {
  if (award === null && !isPaid(order)) return null;

  const before = award ?? firstAward(order, programRule);
  const target = targetPoints(order, ruleOf(before.ruleSnapshot));
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

function firstAward(order: OwnedOrder, rule: EarnRule): OrderAward {
  return {
    orderId: order.id,
    customerId: order.customerId,
    ruleSnapshot: snapshotOf(rule),
    posted: 0n,
    revision: 0,
  };
}

/** The order belongs to somebody else now: the first customer's points go back, the other one earns. */
function reassigned(
  order: OwnedOrder,
  before: OrderAward,
  target: bigint,
  heard: Heard,
): EntryDraft[] {
  const back = drafted(order, before, -before.posted, 0n, heard);
  const rest: OrderAward = {
    ...before,
    customerId: order.customerId,
    revision: before.revision + back.length,
  };
  return [
    ...back.map((draft) => ({
      ...draft,
      reason: { ...draft.reason, code: "order_reassigned" as const },
    })),
    ...drafted(order, rest, target, target, heard),
  ];
}

function drafted(
  order: OwnedOrder,
  award: OrderAward,
  change: bigint,
  target: bigint,
  heard: Heard,
): EntryDraft[] {
  if (change === 0n) return [];
  const isFirst = award.revision === 0;
  const kind = change > 0n ? "earn" : "reverse";
  const points = change > 0n ? change : -change;
  return [
    {
      kind,
      customerId: award.customerId,
      points,
      idempotencyKey: isFirst
        ? `earn.order.${order.id}`
        : `${kind === "earn" ? "earn" : "refund"}.order.${order.id}.target.${target}.revision.${award.revision}`,
      ruleSnapshot: award.ruleSnapshot,
      orderId: order.id,
      occurredAt: isFirst ? (order.paidAt ?? order.processedAt) : heard.occurredAt,
      source: heard.source,
      reason: {
        code: codeOf(order, kind, isFirst),
        orderName: order.name,
        points: `${points}`,
        target: `${target}`,
      },
    },
  ];
}

function codeOf(
  order: OwnedOrder,
  kind: EntryDraft["kind"],
  isFirst: boolean,
): Exclude<Reason["code"], "customer_merged"> {
  if (kind === "earn") return isFirst ? "order_paid" : "order_changed";
  if (order.cancelledAt !== null) return "order_cancelled";
  return order.refunds.length > 0 ? "order_refunded" : "order_changed";
}
