import type { OrderCampaign, Selection } from "#app/loyalty/program/earning-rule.ts";

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
 * The campaigns that an order was made in, whoever they are for. What counts is when it was created, not when it was paid: the
 * shopper decided then.
 */
export function campaignsOf(campaigns: readonly Campaign[], createdAt: Date): OrderCampaign[] {
  return campaigns
    .filter(({ active, startsAt, endsAt }) => active && startsAt <= createdAt && createdAt < endsAt)
    .map(({ id, productIds, collectionIds, multiplierBps, tierIds }) => ({
      id,
      productIds,
      collectionIds,
      multiplierBps,
      tierIds,
    }));
}
