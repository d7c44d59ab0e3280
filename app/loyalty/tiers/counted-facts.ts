import { type DatedOrder, orderAsOf } from "../order-points/order-as-of.ts";
import { targetPoints } from "../order-points/points.ts";
import type { LineRates } from "../order-points/rates.ts";
import type { OrderRule } from "../program/earning-rule.ts";
import {
  type Contribution,
  isSomething,
  type Reversal,
  minus,
  nothing,
  type TierFacts,
} from "./tier-progress.ts";
import type { TierProgress } from "./tier.ts";

/** A paid order that is no test. Money is minor units, points are those that count towards tiers. */
export type CountedOrder = {
  processedAt: Date;
  cancelledAt: Date | null;
  totalMinor: bigint;
  /** Money that went back. */
  refunds: readonly { createdAt: Date; amountMinor: bigint }[];
  /** Whether all of it went back. */
  isReturned: boolean;
  /** What it has given by now. */
  points: bigint;
  /** What its points are made of, where something of it went back; else what it has given, it gave from the beginning. */
  earned: { order: DatedOrder; rule: OrderRule; rates: LineRates } | null;
};

/** Points that no order gave; less than zero where they were taken back. */
export type OtherPoints = { at: Date; points: bigint };

/** What a customer's tier is decided by: all that was gained, and what of it stopped to count, and when. */
export function countedFacts(
  orders: readonly CountedOrder[],
  others: readonly OtherPoints[],
): TierFacts {
  const gains = withoutTakenBack(others).map(({ at, points }) => ({ ...nothing, at, points }));
  const courses = orders.map(courseOf);
  return {
    gains: [...gains, ...courses.map(({ gain }) => gain)],
    losses: courses.flatMap(({ losses }) => losses),
  };
}

/** What an order counted for on its day, and what it lost of that since. */
function courseOf(order: CountedOrder): { gain: Contribution; losses: Reversal[] } {
  const at = order.processedAt;
  const before = progressAsOf(order, null);
  let left = before;
  const losses = turnsOf(order).map((knownAt) => {
    const after = progressAsOf(order, knownAt);
    const loss = { ...minus(left, after), at, knownAt };
    left = after;
    return loss;
  });
  return { gain: { ...before, at }, losses: losses.filter(isSomething) };
}

/** When something of an order went back, the earliest first. */
function turnsOf({ processedAt, cancelledAt, refunds, isReturned }: CountedOrder): Date[] {
  // All of it went back, and how is not known: as if it had at once.
  const unknown = isReturned && refunds.length === 0 ? [processedAt] : [];
  const turns = [
    ...refunds.map(({ createdAt }) => createdAt),
    ...(cancelledAt ? [cancelledAt] : []),
    ...unknown,
  ];
  const times = new Set(turns.map((turn) => turn.getTime()));
  return [...times].toSorted((a, b) => a - b).map((time) => new Date(time));
}

/** What an order counts for after what went back by a moment; null is before anything did. */
function progressAsOf(order: CountedOrder, moment: Date | null): TierProgress {
  const { totalMinor, cancelledAt } = order;
  const isBy = (turn: Date) => moment !== null && turn <= moment;
  if (cancelledAt && isBy(cancelledAt)) return nothing;

  const refunds = order.refunds.filter(({ createdAt }) => isBy(createdAt));
  const refunded = refunds.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const isAll = moment !== null && refunds.length === order.refunds.length;
  const isReturned = isAll ? order.isReturned : totalMinor > 0n && refunded >= totalMinor;
  return {
    orders: isReturned ? 0n : 1n,
    spend: totalMinor > refunded ? totalMinor - refunded : 0n,
    points: pointsThen(order, isAll, moment),
  };
}

function pointsThen({ points, earned }: CountedOrder, isAll: boolean, moment: Date | null): bigint {
  if (earned === null || isAll) return points;
  const order = orderAsOf(earned.order, moment ?? BEFORE_ALL);
  return targetPoints(order, earned.rule, earned.rates);
}

const BEFORE_ALL = new Date(0);

/** Each that was taken back is taken from the latest that was given before it. */
function withoutTakenBack(others: readonly OtherPoints[]): OtherPoints[] {
  const left: OtherPoints[] = [];
  for (const { at, points } of others.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (points >= 0n) left.push({ at, points });
    else takeBack(left, -points);
  }
  return left;
}

function takeBack(left: OtherPoints[], points: bigint): void {
  for (let rest = points; rest > 0n;) {
    const last = left.pop();
    if (!last) return;
    if (last.points > rest) left.push({ ...last, points: last.points - rest });
    rest -= last.points;
  }
}
