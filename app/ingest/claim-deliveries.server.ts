import { db } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { LEASE_MS } from "./lease.ts";

export type ClaimedDelivery = {
  id: string;
  shopDomain: string;
  topic: string;
  /** Sealed. */
  body: Buffer | null;
  triggeredAt: Date | null;
  receivedAt: Date;
  /** This try included. */
  attempts: number;
};

/** Deliveries of some shops that one worker has, and no other works on meanwhile. */
export type Claim = { id: string; shopDomains: string[]; deliveries: ClaimedDelivery[] };

/** A shop with deliveries due, and whether they are more than so many. */
export type DueShop = { domain: string; isBusy: boolean };

/** The shops that have deliveries due. Walks from shop to shop by the index, however many deliveries each has. */
export async function shopsWithDueDeliveries(now: Date, busyAbove: number): Promise<DueShop[]> {
  return db.$queryRaw<DueShop[]>`
    WITH RECURSIVE shops AS (
      (SELECT shop_domain FROM delivery WHERE state = 'received' ORDER BY shop_domain LIMIT 1)
      UNION ALL
      SELECT next.shop_domain FROM shops CROSS JOIN LATERAL (
        SELECT d.shop_domain FROM delivery d
        WHERE d.state = 'received' AND d.shop_domain > shops.shop_domain ORDER BY d.shop_domain LIMIT 1
      ) next
    )
    SELECT shop_domain AS domain, EXISTS (
      SELECT 1 FROM delivery d WHERE d.state = 'received' AND d.shop_domain = shops.shop_domain AND d.due_at <= ${now}
      OFFSET ${busyAbove}) AS "isBusy"
    FROM shops
    WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.state = 'received' AND d.shop_domain = shops.shop_domain AND d.due_at <= ${now})`;
}

/**
 * Takes up to `limit` due deliveries of each of these shops, oldest first: none of a shop that another worker has claimed, so that
 * a customer's deliveries are worked on one after the other. What is written down is the claim, one row for each shop, and not that
 * each delivery is being worked on: that took PostgreSQL a fifth of all that it does about a delivery.
 */
export async function claimDeliveries(
  shopDomains: readonly string[],
  limit: number,
  now: Date,
): Promise<Claim> {
  const id = newId();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const rows = await db.$queryRaw<{ domain: string }[]>`
    INSERT INTO delivery_claim (shop_domain, id, lease_until)
    SELECT domain, ${id}::uuid, ${leaseUntil} FROM unnest(${shopDomains}::text[]) AS shop(domain)
    ORDER BY domain -- Two who take some of the same shops would wait for each other.
    ON CONFLICT DO NOTHING
    RETURNING shop_domain AS domain`;
  const taken = rows.map(({ domain }) => domain);
  if (taken.length === 0) return { id, shopDomains: taken, deliveries: [] };

  // Only now, as another's claim may have been released a moment ago. The bodies come in base64: PostgreSQL's own text of
  // bytes is half as long again.
  const claimed = await db.$queryRaw<(Omit<ClaimedDelivery, "body"> & { body: string | null })[]>`
    WITH due AS MATERIALIZED (
      SELECT next.* FROM unnest(${taken}::text[]) AS shop(domain) CROSS JOIN LATERAL (
        SELECT * FROM delivery d
        WHERE d.shop_domain = shop.domain AND d.state = 'received' AND d.due_at <= ${now}
        ORDER BY d.due_at LIMIT ${limit}
      ) next
    ), noted AS (
      UPDATE delivery_claim c SET delivery_ids = ARRAY(SELECT due.id FROM due WHERE due.shop_domain = c.shop_domain)
      WHERE c.shop_domain = ANY(${taken}::text[])
    )
    SELECT id::text, shop_domain AS "shopDomain", topic, encode(body, 'base64') AS body, triggered_at AS "triggeredAt",
      received_at AS "receivedAt", attempts + 1 AS attempts
    FROM due`;
  const deliveries = claimed
    .map(({ body, ...delivery }) => ({
      ...delivery,
      body: body === null ? null : Buffer.from(body, "base64"),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return { id, shopDomains: taken, deliveries };
}

/** Lets the next worker have these shops: what became of all that was claimed is written down. */
export async function releaseClaim({ id, shopDomains }: Claim): Promise<void> {
  if (shopDomains.length === 0) return;
  await db.$executeRaw`
    DELETE FROM delivery_claim WHERE shop_domain = ANY(${shopDomains}::text[]) AND id = ${id}::uuid`;
}

/** Releases what workers had claimed that are dead by now. What they had not come to counts as tried: it may be why they died. */
export async function releaseExpiredClaims(now: Date): Promise<void> {
  await db.$executeRaw`
    WITH abandoned AS (DELETE FROM delivery_claim WHERE lease_until <= ${now} RETURNING delivery_ids)
    UPDATE delivery d SET attempts = d.attempts + 1
    WHERE d.id = ANY (ARRAY(SELECT unnest(delivery_ids) FROM abandoned)) AND d.state = 'received'`;
}
