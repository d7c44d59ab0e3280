import { orderAsOf } from "#app/orders/counting/goods.ts";
import { type Ordered, type Remains, remainsOf } from "#app/orders/counting/remains.ts";

import type { Order } from "../order-points/order.ts";
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
export type CountedOrder = Remains & {
  /** When it was paid. */
  countsAt: Date;
  cancelledAt: Date | null;
  /** What it is of and what went back, where it was cancelled or anything did; else what remains of it was there from the beginning. */
  ordered: (Ordered & { cancelledAt: Date | null }) | null;
  /** What it has given by now. */
  points: bigint;
  /** What its points are made of, where something of it went back; else what it has given, it gave from the beginning. */
  earned: { order: Order; rule: OrderRule; rates: LineRates } | null;
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
  const at = order.countsAt;
  const before = progressAsOf(order, BEFORE_ALL);
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
function turnsOf({ cancelledAt, ordered }: CountedOrder): Date[] {
  const turns = [
    ...(ordered?.refunds ?? []).map(({ createdAt }) => createdAt),
    ...(cancelledAt ? [cancelledAt] : []),
  ];
  const times = new Set(turns.map((turn) => turn.getTime()));
  return [...times].toSorted((a, b) => a - b).map((time) => new Date(time));
}

/** What an order counts for after what went back by a moment. */
function progressAsOf(order: CountedOrder, moment: Date): TierProgress {
  if (order.cancelledAt && order.cancelledAt <= moment) return nothing;
  const points = pointsAsOf(order, moment);
  const { spentMinor, goodsRemain } = remainsAsOf(order, moment);
  return goodsRemain ? { orders: 1n, spend: spentMinor, points } : { ...nothing, points };
}

/** Shopify's own total knows no earlier days: it only says that never less was spent than now. */
function remainsAsOf(order: CountedOrder, moment: Date): Remains {
  const { ordered, spentMinor } = order;
  if (ordered === null || isAsNow(ordered, moment)) return order;
  const then = remainsOf(orderAsOf(ordered, moment));
  return { ...then, spentMinor: then.spentMinor > spentMinor ? then.spentMinor : spentMinor };
}

function pointsAsOf({ points, earned, ordered }: CountedOrder, moment: Date): bigint {
  if (earned === null || ordered === null || isAsNow(ordered, moment)) return points;
  return targetPoints(orderAsOf(earned.order, moment), earned.rule, earned.rates);
}

/** Whether all that ever went back had by then. */
function isAsNow(
  { refunds, cancelledAt }: Ordered & { cancelledAt: Date | null },
  moment: Date,
): boolean {
  const isBy = (at: Date) => at <= moment;
  return (
    refunds.every(({ createdAt }) => isBy(createdAt)) && (cancelledAt === null || isBy(cancelledAt))
  );
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
