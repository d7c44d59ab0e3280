import { appendEvents } from "#app/events/append-events.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import { idOf } from "#app/orders/from-graphql/graphql-values.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { shopFacts } from "#app/shopify/documents/shop.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { writeBackfill } from "../backfill/backfill.server.ts";
import { refuseCurrency } from "./update-shop.server.ts";

type ShopReply = {
  shop: {
    id: string;
    name: string;
    currencyCode: string;
    ianaTimezone: string;
    updatedAt: string;
    billingAddress: { countryCodeV2: string | null } | null;
  };
};

/**
 * Makes a shop known, or wakes one that had uninstalled, whose data is kept. The first install imports its history;
 * a later one catches up on what happened meanwhile; amounts stay in the currency that they are in. Safe to call at the same
 * time by several pages.
 * Throws what a call to Shopify throws.
 */
export async function installShop(domain: string): Promise<Shop> {
  const { shop: facts } = await adminGraphql<ShopReply>(domain, shopFacts);
  const at = now();
  const known = await db.shop.findUnique({ where: { domain }, select: { id: true } });
  const shopId = known?.id ?? newId();
  const next = await inShop(shopId, async (tx) => {
    const [installed] = await tx.$queryRaw<{ currency: string; refused: string | null }[]>`
      INSERT INTO shop AS known (id, domain, shopify_id, name, currency, timezone, country, source_updated_at, installed_at)
      VALUES (${shopId}::uuid, ${domain}, ${idOf(facts.id)}, ${facts.name}, ${facts.currencyCode}, ${facts.ianaTimezone},
        ${facts.billingAddress?.countryCodeV2 ?? null}, ${new Date(facts.updatedAt)}, ${at})
      ON CONFLICT (domain) DO UPDATE SET
        shopify_id = EXCLUDED.shopify_id, name = EXCLUDED.name, timezone = EXCLUDED.timezone, country = EXCLUDED.country,
        source_updated_at = EXCLUDED.source_updated_at, installed_at = EXCLUDED.installed_at, uninstalled_at = NULL
      WHERE known.uninstalled_at IS NOT NULL AND known.id = EXCLUDED.id
      RETURNING known.currency, known.refused_currency AS refused`;
    if (!installed) return null;
    await refuseCurrency(tx, installed, facts.currencyCode, at);
    // In one transaction: a shop that is known but never began would be taken for one that did.
    return begin(tx, at);
  });
  if (next) {
    await wake("drain-reactions", {});
    await wake(next, { shopId });
  }
  return db.shop.findUniqueOrThrow({ where: { domain } });
}

/** Announces the install, and writes down what it calls for. Returns the job that sees to it. */
async function begin(tx: ShopTx, at: Date): Promise<"import-history" | "reconcile-orders"> {
  const { shopId } = tx;
  const installed = {
    type: "shop.installed",
    customerId: null,
    orderId: null,
    occurredAt: at,
    source: "app",
    dedupeKey: `shop.installed.${at.getTime()}`,
    properties: {},
  } as const;
  await appendEvents(tx, shopId, [installed], at);
  const wasImported = (await tx.backfill.count({ where: { shopId, state: "done" } })) > 0;
  if (wasImported) return "reconcile-orders";

  await writeBackfill(tx);
  return "import-history";
}
