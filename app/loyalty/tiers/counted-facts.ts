import { type Gain, type Loss, nothing, type TierFacts } from "./standing.ts";
import type { TierTerms } from "./tier.ts";

/** A paid order that is no test and was not cancelled. Money is minor units, points are those that count towards tiers. */
export type CountedOrder = {
  processedAt: Date;
  totalMinor: bigint;
  refundedMinor: bigint;
  /** Whether all of it went back. */
  isReturned: boolean;
  /** When something of it last went back. */
  refundedAt: Date | null;
  /** What it has given by now. */
  points: bigint;
  /** What it had given before anything was taken back. */
  grossPoints: bigint;
};

/** Points that no order gave; less than zero where they were taken back. */
export type OtherPoints = { at: Date; points: bigint };

/**
 * What a customer's tier is decided by. Where a refund drops somebody, what went back counts as if it had never been bought. Where
 * it does not, it counts until it went back; the sums then fall, and with them the tier, but not before its term ends.
 */
export function countedFacts(
  orders: readonly CountedOrder[],
  others: readonly OtherPoints[],
  onRefund: TierTerms["onRefund"],
): TierFacts {
  const gains = withoutTakenBack(others).map(({ at, points }) => ({ ...nothing, at, points }));
  if (onRefund === "drop") return { gains: [...gains, ...orders.flatMap(netGain)], losses: [] };
  return { gains: [...gains, ...orders.map(grossGain)], losses: orders.flatMap(loss) };
}

/** What is left of an order, on its day. */
function netGain(order: CountedOrder): Gain[] {
  if (order.isReturned && order.points <= 0n) return [];
  const left = order.totalMinor - order.refundedMinor;
  return [
    {
      at: order.processedAt,
      orders: order.isReturned ? 0n : 1n,
      spend: left > 0n ? left : 0n,
      points: order.points,
    },
  ];
}

function grossGain({ processedAt, totalMinor, grossPoints }: CountedOrder): Gain {
  return { at: processedAt, orders: 1n, spend: totalMinor, points: grossPoints };
}

function loss(order: CountedOrder): Loss[] {
  const points = order.grossPoints - order.points;
  if (order.refundedMinor === 0n && !order.isReturned && points === 0n) return [];
  return [
    {
      at: order.processedAt,
      knownAt: order.refundedAt ?? order.processedAt,
      orders: order.isReturned ? 1n : 0n,
      spend: order.refundedMinor,
      points,
    },
  ];
}

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
