import type { TierFacts } from "#app/loyalty/tiers/tier-progress.ts";

import type { EarningActionSettings } from "./earning-action.ts";

type Milestone = EarningActionSettings["orders_milestone" | "spend_milestone"];

/**
 * Whether somebody passed a milestone since it was switched on. Counted step by step at the time of each: 60 spent in May, 60 given back
 * in June and 60 spent in July never were 100.
 */
export function hasPassed({ gains, losses }: TierFacts, milestone: Milestone): boolean {
  const steps = [
    ...gains.map(({ at, orders, spend }) => ({ at, orders, spend })),
    ...losses.map(({ knownAt, orders, spend }) => ({
      at: knownAt,
      orders: -orders,
      spend: -spend,
    })),
  ].toSorted((one, other) => one.at.getTime() - other.at.getTime());
  const goal = "at" in milestone ? BigInt(milestone.at) : BigInt(milestone.atMinor);
  const since = milestone.since === null ? null : new Date(milestone.since);
  let [sum, before, most] = [0n, 0n, 0n];
  for (const moment of Map.groupBy(steps, ({ at }) => at.getTime()).values()) {
    for (const { orders, spend } of moment) sum += "at" in milestone ? orders : spend;
    if (sum > most) most = sum;
    const isBefore = since !== null && moment.some(({ at }) => at < since);
    if (isBefore && sum > before) before = sum;
  }
  return most >= goal && before < goal;
}
