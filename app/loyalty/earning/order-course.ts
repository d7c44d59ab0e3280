import { orderAsOf } from "#app/orders/counting/goods.ts";

import type { Order } from "../order-points/order.ts";
import { targetPoints } from "../order-points/points.ts";
import type { LineRates } from "../order-points/rates.ts";
import type { OrderRule } from "../program/earning-rule.ts";

/** What an order gave and lost, and when; the earliest first, each moment once. */
export type Course = readonly Turn[];
type Turn = { at: Date; points: bigint };

/**
 * When an order of which something went back gave and lost the `target` points that it is left with, by all that is known of it now;
 * what went back before its points could be spent, at `since`, was never given. Sums to the target. Null where nothing went back:
 * it gave them all at once.
 *
 * 100 points on 1 March, of which 40 went back on the 3rd and the rest on the 5th: +100, −40, −60, whichever refund is heard of first.
 */
export function courseOf(
  order: Order,
  { rule, rates, target }: { rule: OrderRule; rates: LineRates; target: bigint },
  since: Date,
): Course | null {
  const { refunds, cancelledAt } = order;
  if (refunds.length === 0 && cancelledAt === null) return null;
  const turns = [
    ...refunds.map(({ createdAt }) => createdAt),
    ...(cancelledAt ? [cancelledAt] : []),
  ];
  const later = turns.map((turn) => turn.getTime()).filter((turn) => turn > since.getTime());
  const moments = [since.getTime(), ...new Set(later.toSorted((a, b) => a - b))];
  let before = 0n;
  const course = moments.map((moment, index) => {
    const at = new Date(moment);
    const isLast = index === moments.length - 1;
    const points = isLast ? target : targetPoints(orderAsOf(order, at), rule, rates);
    const turn = { at, points: points - before };
    before = points;
    return turn;
  });
  return course.filter(({ points }) => points !== 0n);
}

/** What turns the first course into the second one; first what is given, so that there is something to be taken back. */
export function changesBetween(before: Course, after: Course): Course {
  const changes = new Map<number, bigint>();
  const add = ({ at, points }: Turn, sign: bigint) => {
    changes.set(at.getTime(), (changes.get(at.getTime()) ?? 0n) + sign * points);
  };
  for (const turn of after) add(turn, 1n);
  for (const turn of before) add(turn, -1n);
  return [...changes]
    .filter(([, points]) => points !== 0n)
    .toSorted(([a, one], [b, other]) => Number(one < 0n) - Number(other < 0n) || a - b)
    .map(([moment, points]) => ({ at: new Date(moment), points }));
}

/** A course as JSON: times as ISO 8601, points as text. */
export function courseAsJson(course: Course | null): [string, string][] | null {
  return course && course.map(({ at, points }) => [at.toISOString(), `${points}`]);
}

/** The course that was written as JSON. */
export function courseFromJson(json: readonly (readonly [string, string])[]): Course {
  return json.map(([at, points]) => ({ at: new Date(at), points: BigInt(points) }));
}
