import { DateTime } from "luxon";

import type { StoredEvent } from "#app/events/event.ts";
import { isPast } from "#app/events/news.ts";

/** A trigger of Shopify Flow with what it says; the handles and keys stand in `extensions/flow-*`. */
export type FlowTrigger = { handle: string; payload: Record<string, string | number> };

/** What the events alone do not say. */
export type FlowFacts = {
  /** Of the event's customer, Shopify's id. */
  shopifyCustomerId: bigint;
  timezone: string;
  tierNames: ReadonlyMap<string, string>;
  /** Of the event's redemption. */
  reward: { name: string; points: bigint } | null;
  /** Of the event's ledger entry: how many points came in. */
  earned: bigint | null;
};

/** The trigger that an event is, or null when it is none. What is of the past starts no workflow. */
export function triggerOf(event: StoredEvent, facts: FlowFacts): FlowTrigger | null {
  if (isPast(event)) return null;
  const customer = { customer_id: Number(facts.shopifyCustomerId) };
  if (event.type === "points.changed") {
    if (event.properties.kind !== "earn" || facts.earned === null || facts.earned <= 0n)
      return null;
    const payload = {
      ...customer,
      Points: Number(facts.earned),
      Balance: Number(event.properties.available),
    };
    return { handle: "points-earned", payload };
  }
  if (event.type === "tier.changed") {
    const name = (id: string | null) => (id && facts.tierNames.get(id)) ?? "";
    const { fromTierId, toTierId } = event.properties;
    const payload = { ...customer, Tier: name(toTierId), "Previous tier": name(fromTierId) };
    return { handle: "tier-changed", payload };
  }
  if (event.type === "reward.available") {
    if (!facts.reward) return null;
    const payload = { ...customer, Reward: facts.reward.name, Points: Number(facts.reward.points) };
    return { handle: "reward-redeemed", payload };
  }
  if (event.type === "points.expiring") {
    const { points, expiresAt, extendedTo } = event.properties;
    const day =
      DateTime.fromISO(extendedTo ?? expiresAt, { zone: facts.timezone }).toISODate() ?? "";
    return {
      handle: "points-expiring",
      payload: { ...customer, Points: Number(points), "Expires on": day },
    };
  }
  return null;
}
