import { shareOf } from "#app/ground/division.ts";
import {
  displayedMinor,
  givenBackMinor,
  type Goods,
  type Line,
  type Refund,
  refundedQuantity,
} from "#app/orders/counting/goods.ts";

import type { Strictness } from "./referral-program.ts";
import { type Finding, verdictOn } from "./same-person.ts";

export type ReferralState = "pending" | "review" | "rewarded" | "cancelled" | "blocked";

/** The friend's order with all that is known of it now. */
export type FriendsOrder = Goods & {
  cancelledAt: Date | null;
  test: boolean;
  inShopCurrency: boolean;
};

/** What a referral is judged by. */
export type ReferralFacts = {
  order: FriendsOrder;
  findings: readonly Finding[];
  strictness: Strictness;
  minimumMinor: bigint | null;
  /** When the return window is over. */
  dueAt: Date;
  /** What somebody of the shop said about it. */
  decision: "approved" | "rejected" | null;
  /** One of the two was excluded from the program when the friend bought, or when the return window was over. */
  isExcluded: boolean;
};

/**
 * What a referral is now. It depends on the facts and the time alone, never on the order in which they were heard: what
 * went back within the return window counts, also when it is heard of later; what went back after it does not.
 */
export function judge(facts: ReferralFacts, now: Date): ReferralState {
  const verdict = verdictOn(facts.findings, facts.strictness);
  if (verdict === "blocked" || facts.decision === "rejected") return "blocked";
  if (facts.isExcluded || !isWorthIt(facts)) return "cancelled";
  if (verdict === "review" && facts.decision === null) return "review";
  return now < facts.dueAt ? "pending" : "rewarded";
}

function isWorthIt({ order, minimumMinor, dueAt }: ReferralFacts): boolean {
  if (order.test || !order.inShopCurrency) return false;
  if (order.cancelledAt !== null && order.cancelledAt <= dueAt) return false;
  const kept = keptMinor(order, dueAt);
  return kept > 0n && kept >= (minimumMinor ?? 0n);
}

/**
 * What the friend paid for goods and had not given back at a time, minor units: after discounts, without shipping, and
 * without gift cards, which are bought to be spent. Never negative.
 */
export function keptMinor(order: FriendsOrder, at: Date): bigint {
  const soFar = order.refunds.filter(({ createdAt }) => createdAt <= at);
  const goods = order.lines
    .filter(({ giftCard }) => !giftCard)
    .reduce((sum, line) => {
      const kept = keptQuantity(line, order.refunds, soFar);
      return sum + shareOf(displayedMinor(line), kept, line.quantity);
    }, 0n);
  const kept = goods - givenBackMinor(soFar);
  return kept > 0n ? kept : 0n;
}

/**
 * Units that an edit has not removed, less those given back so far. The current quantity is without everything that was
 * ever given back; what was given back later than the time in question is added again.
 */
function keptQuantity(line: Line, all: readonly Refund[], soFar: readonly Refund[]): number {
  const afterEdits = Math.min(line.quantity, line.currentQuantity + refundedQuantity(line, all));
  return Math.max(0, afterEdits - refundedQuantity(line, soFar));
}
