import { now } from "#app/clock.server.ts";
import { db, inShop } from "#app/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { newId } from "#app/id.server.ts";
import { nudge } from "#app/queues.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { shopFacts } from "#app/shopify/documents/shop.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { requestBackfill } from "./backfill.server.ts";
import { idOf } from "./order-from-graphql.ts";

type ShopReply = { shop: { id: string; name: string; currencyCode: string; ianaTimezone: string } };

/**
 * Makes a shop known, or wakes one that had uninstalled, whose data is kept. The first install imports its history;
 * a later one catches up on what happened meanwhile. Safe to call at the same time by several pages.
 * Throws what a call to Shopify throws.
 */
export async function installShop(domain: string): Promise<Shop> {
  const { shop: facts } = await adminGraphql<ShopReply>(domain, shopFacts);
  const at = now();
  const [installed] = await db.$queryRaw<{ id: string }[]>`
    INSERT INTO shop AS known (id, domain, shopify_id, name, currency, timezone, installed_at)
    VALUES (${newId()}::uuid, ${domain}, ${idOf(facts.id)}, ${facts.name}, ${facts.currencyCode}, ${facts.ianaTimezone}, ${at})
    ON CONFLICT (domain) DO UPDATE SET
      shopify_id = EXCLUDED.shopify_id, name = EXCLUDED.name, currency = EXCLUDED.currency, timezone = EXCLUDED.timezone,
      installed_at = EXCLUDED.installed_at, uninstalled_at = NULL
    WHERE known.uninstalled_at IS NOT NULL
    RETURNING id::text`;
  if (installed) await begin(installed.id, at);
  return db.shop.findUniqueOrThrow({ where: { domain } });
}

async function begin(shopId: string, at: Date): Promise<void> {
  const wasImported = await inShop(shopId, async (tx) => {
    const event = {
      type: "shop.installed",
      customerId: null,
      orderId: null,
      occurredAt: at,
      properties: {},
    } as const;
    await appendEvents(
      tx,
      shopId,
      [{ ...event, source: "app", dedupeKey: `shop.installed.${at.getTime()}` }],
      at,
    );
    return (await tx.backfill.count({ where: { shopId, state: "done" } })) > 0;
  });
  await nudge("drain-reactions", {});
  if (wasImported) await nudge("reconcile-orders", { shopId });
  else await requestBackfill(shopId);
}
