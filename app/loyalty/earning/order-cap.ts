import type { OrderAward, OwnedOrder } from "../order-points/owned-order.ts";
import { startOfPeriod } from "../program/period.ts";
import type { EarnRule } from "../program/earning-rule.ts";

type One = { order: OwnedOrder; award: OrderAward | null };

/**
 * Corrects orders one after the other, by their dates: what each now gives, or no longer does, is told to those of the same
 * customer that come after it in the period of their cap.
 */
export function applyCapsInOrder<Found extends One, Result extends { award: OrderAward }>(
  all: readonly Found[],
  { rule, timezone }: { rule: EarnRule; timezone: string },
  correct: (one: Found) => Result | null,
): Result[] {
  const changes: { customerId: string; countsAt: Date; points: bigint }[] = [];
  return all.toSorted(byDate).flatMap((one) => {
    const { order, award } = one;
    const { orderCap = null } = award?.ruleSnapshot ?? rule;
    const since = orderCap && startOfPeriod(orderCap.period, order.countsAt, timezone);
    const more = since
      ? changes.filter((it) => it.customerId === order.customerId && it.countsAt >= since)
      : [];
    const earnedBefore = more.reduce((sum, { points }) => sum + points, order.earnedBefore);
    const result = correct({ ...one, order: { ...order, earnedBefore } });
    const points = (result?.award.posted ?? 0n) - (award?.posted ?? 0n);
    changes.push({ customerId: order.customerId, countsAt: order.countsAt, points });
    return result ?? [];
  });
}

/** As tiers count orders: two rules that looked back by two dates could each wait for what the other makes of an order. */
function byDate({ order: a }: One, { order: b }: One): number {
  return a.countsAt.getTime() - b.countsAt.getTime() || (a.id < b.id ? -1 : 1);
}
