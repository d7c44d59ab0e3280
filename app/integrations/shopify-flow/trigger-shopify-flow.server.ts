import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { pointsOfEntries, readRedemptions, readTierNames } from "#app/loyalty/view.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { isThereDocument } from "#app/shopify/documents/trigger-shopify-flow.ts";
import { PartialRetry } from "#app/ground/retry.ts";

import { type FlowFacts, type FlowTrigger, triggerOf } from "./flow-triggers.ts";
import { triggerOnce } from "./trigger-once.server.ts";

/**
 * Starts the shop's own workflows in Shopify Flow, each once at the most. While Shopify is away
 * none is asked for; those that it did not take are told later. Throws `Retry` or `PartialRetry`.
 */
export async function triggerShopifyFlow(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const facts = await loadFacts(shopId, events);
  if (facts.size === 0) return;
  const { domain, timezone } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const starts = events.flatMap((event) => {
    const known = facts.get(event.id);
    const trigger = known && triggerOf(event, { ...known, timezone });
    return trigger ? [{ eventId: event.id, ...trigger }] : [];
  });
  if (starts.length === 0) return;

  await adminGraphql(domain, isThereDocument);
  const later = await startAll(shopId, domain, starts);
  if (later.length > 0) throw new PartialRetry(later, "Shopify Flow could not be told");
}

/** Returns the events to be told later. One that could not be told is a sign that the next cannot either: they are not asked for. */
async function startAll(
  shopId: string,
  domain: string,
  starts: readonly (FlowTrigger & { eventId: string })[],
): Promise<string[]> {
  const waiting = starts.map(({ eventId }) => eventId);
  for (const start of starts) {
    const state = await triggerOnce(shopId, domain, start);
    if (state === "not_taken") return waiting;
    waiting.shift();
    if (state === "unknown") return waiting; // Itself it may have started.
  }
  return [];
}

/** By event, of those about somebody whom Shopify knows. */
async function loadFacts(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<Map<string, Omit<FlowFacts, "timezone">>> {
  const ids = events.map(({ id }) => id);
  return inShop(shopId, async (tx) => {
    const customers = await tx.$queryRaw<{ eventId: string; shopifyId: bigint }[]>`
      SELECT e.id AS "eventId", c.shopify_id AS "shopifyId"
      FROM event e
      JOIN customer c ON c.shop_id = e.shop_id AND c.id = e.customer_id AND c.redacted_at IS NULL
      WHERE e.shop_id = ${shopId}::uuid AND e.id = ANY(${ids}::uuid[]) AND c.shopify_id IS NOT NULL`;
    if (customers.length === 0) return new Map();
    const shopifyIds = new Map(customers.map(({ eventId, shopifyId }) => [eventId, shopifyId]));
    const tierNames = await readTierNames(tx, shopId);
    const rewards = await readRewards(tx, events);
    const earned = await pointsOfEntries(tx, events.flatMap(entryOf));
    return new Map(
      events.flatMap((event) => {
        const shopifyCustomerId = shopifyIds.get(event.id);
        if (shopifyCustomerId === undefined) return [];
        const [[entryId = ""], [redemptionId = ""]] = [entryOf(event), redemptionOf(event)];
        const reward = rewards.get(redemptionId) ?? null;
        const facts = { shopifyCustomerId, tierNames, reward };
        return [[event.id, { ...facts, earned: earned.get(entryId) ?? null }] as const];
      }),
    );
  });
}

async function readRewards(
  tx: ShopTx,
  events: readonly StoredEvent[],
): Promise<Map<string, NonNullable<FlowFacts["reward"]>>> {
  const redemptions = await readRedemptions(tx, events.flatMap(redemptionOf));
  return new Map(
    redemptions.map(({ id, reward: { name }, points }) => [id, { name, points }] as const),
  );
}

function entryOf(event: StoredEvent): string[] {
  return event.type === "points.changed" ? [event.properties.entryId] : [];
}

function redemptionOf(event: StoredEvent): string[] {
  return event.type === "reward.available" ? [event.properties.redemptionId] : [];
}
