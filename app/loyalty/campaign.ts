import type { OrderCampaign, Selection } from "./rule.ts";

/** A time in which orders earn more. */
export type Campaign = Selection & {
  id: string;
  name: string;
  active: boolean;
  startsAt: Date;
  /** Not included. */
  endsAt: Date;
  multiplierBps: number;
  /** Only members of these tiers; empty is everybody. */
  tierIds: readonly string[];
};

/**
 * The campaigns that an order of somebody in this tier was made in. What counts is when it was created, not when it was paid:
 * the shopper decided then.
 */
export function campaignsOf(
  campaigns: readonly Campaign[],
  createdAt: Date,
  tierId: string | null,
): OrderCampaign[] {
  return campaigns
    .filter(({ active, startsAt, endsAt }) => active && startsAt <= createdAt && createdAt < endsAt)
    .filter(({ tierIds }) => tierIds.length === 0 || (tierId !== null && tierIds.includes(tierId)))
    .map(({ id, productIds, collectionIds, multiplierBps }) => ({
      id,
      productIds,
      collectionIds,
      multiplierBps,
    }));
}
