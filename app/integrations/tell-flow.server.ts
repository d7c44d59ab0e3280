import { db, inShop } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { log } from "#app/log.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { tellFlowDocument } from "#app/shopify/documents/tell-flow.ts";
import { SomeLater, TryLater } from "#app/try-later.ts";

import { type FlowFacts, triggerOf } from "./flow-triggers.ts";

type Reply = { flowTriggerReceive: { userErrors: { message: string }[] } };
type Row = {
  eventId: string;
  shopifyCustomerId: bigint;
  rewardName: string | null;
  rewardPoints: bigint | null;
  earned: bigint | null;
};

/**
 * Starts the shop's own workflows in Shopify Flow. Flow knows no idempotency key: a crash right after a call starts a workflow twice.
 * Those that Shopify cannot take now are told later, the others only once.
 */
export async function tellFlow(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const { domain, timezone } = await db.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { domain: true, timezone: true },
  });
  const facts = await loadFacts(shopId, timezone, events);
  const later: string[] = [];
  for (const event of events) {
    const known = facts.get(event.id);
    const trigger = known && triggerOf(event, known);
    if (!trigger) continue;
    // One that could not be told is a sign that the next cannot either.
    if (later.length > 0) later.push(event.id);
    else if (!(await tell(domain, trigger))) later.push(event.id);
  }
  if (later.length > 0) throw new SomeLater(later, "Shopify Flow could not be told");
}

async function tell(
  domain: string,
  trigger: { handle: string; payload: object },
): Promise<boolean> {
  try {
    const { flowTriggerReceive } = await adminGraphql<Reply>(domain, tellFlowDocument, trigger);
    const refused = flowTriggerReceive.userErrors.length > 0;
    if (refused)
      log.warn(
        {
          shop: domain,
          handle: trigger.handle,
          problem: flowTriggerReceive.userErrors[0]?.message,
        },
        "Shopify Flow refused a trigger",
      );
    return true;
  } catch (error) {
    if (error instanceof TryLater) return false;
    throw error;
  }
}

/** By event, of those about somebody whom Shopify knows. */
async function loadFacts(
  shopId: string,
  timezone: string,
  events: readonly StoredEvent[],
): Promise<Map<string, FlowFacts>> {
  const ids = events.map(({ id }) => id);
  return inShop(shopId, async (tx) => {
    const tiers = await tx.tier.findMany({ where: { shopId }, select: { id: true, name: true } });
    const tierNames = new Map(tiers.map(({ id, name }) => [id, name]));
    const rows = await tx.$queryRaw<Row[]>`
      SELECT e.id AS "eventId", c.shopify_id AS "shopifyCustomerId", r.reward_snapshot->>'name' AS "rewardName",
        r.points AS "rewardPoints", l.available_delta + l.pending_delta - l.debt_delta AS earned
      FROM event e
      JOIN customer c ON c.shop_id = e.shop_id AND c.id = e.customer_id AND c.redacted_at IS NULL
      LEFT JOIN redemption r ON r.shop_id = e.shop_id AND r.id = (e.properties->>'redemptionId')::uuid
      LEFT JOIN ledger_entry l ON l.shop_id = e.shop_id AND l.id = (e.properties->>'entryId')::uuid
      WHERE e.shop_id = ${shopId}::uuid AND e.id = ANY(${ids}::uuid[]) AND c.shopify_id IS NOT NULL`;
    return new Map(
      rows.map(({ eventId, shopifyCustomerId, rewardName, rewardPoints, earned }) => [
        eventId,
        {
          shopifyCustomerId,
          timezone,
          tierNames,
          reward: rewardName === null ? null : { name: rewardName, points: rewardPoints ?? 0n },
          earned,
        },
      ]),
    );
  });
}
