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
  suspect: boolean;
};

/** Deliveries of some shops that one worker has, and no other works on meanwhile. */
export type Claim = { id: string; shopDomains: string[]; deliveries: ClaimedDelivery[] };

/** A shop with deliveries due: whether they are more than so many, and whether the one due for longest is to be tried alone. */
export type DueShop = { domain: string; isBusy: boolean; isSuspect: boolean };

/**
 * Of sealed bodies. Large ones count fourfold, as each is read in one piece, in which nobody else has a turn: beside 200 of 500 KB
 * another shop's delivery took 800 ms, and takes 300.
 */
const MOST_BYTES = 4 * 1024 * 1024;
const LARGE = 100_000;

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
      OFFSET ${busyAbove}) AS "isBusy", (
      SELECT d.suspect FROM delivery d WHERE d.state = 'received' AND d.shop_domain = shops.shop_domain AND d.due_at <= ${now}
      ORDER BY d.due_at, d.id LIMIT 1) AS "isSuspect"
    FROM shops
    WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.state = 'received' AND d.shop_domain = shops.shop_domain AND d.due_at <= ${now})`;
}

/**
 * Takes up to `limit` due deliveries of each of these shops, oldest first, as far as a suspect one or so many bytes: none of a shop
 * that another worker has claimed, so that a customer's deliveries are worked on one after the other. What is written down is the
 * claim, one row for each shop, and not that each delivery is being worked on: that took PostgreSQL a fifth of all that it does
 * about a delivery.
 */
export async function claimDeliveries(
  shopDomains: readonly string[],
  limit: number,
  now: Date,
): Promise<Claim> {
  return claim(shopDomains, { limit, alone: false, now });
}

/** Takes the one delivery of a shop that is due for longest, when it is a suspect. */
export async function claimSuspect(shopDomain: string, now: Date): Promise<Claim> {
  return claim([shopDomain], { limit: 1, alone: true, now });
}

async function claim(
  shopDomains: readonly string[],
  { limit, alone, now }: { limit: number; alone: boolean; now: Date },
): Promise<Claim> {
  const id = newId();
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  const rows = await db.$queryRaw<{ domain: string }[]>`
    INSERT INTO delivery_claim (shop_domain, id, alone, lease_until)
    SELECT domain, ${id}::uuid, ${alone}::boolean, ${leaseUntil} FROM unnest(${shopDomains}::text[]) AS shop(domain)
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
        SELECT oldest.*, row_number() OVER nth AS nth, bool_or(suspect) OVER nth AS past_suspect,
          sum(size * CASE WHEN size > ${LARGE} THEN 4 ELSE 1 END) OVER nth AS bytes
        FROM (
          SELECT *, coalesce(octet_length(body), 0) AS size FROM delivery d
          WHERE d.shop_domain = shop.domain AND d.state = 'received' AND d.due_at <= ${now}
          ORDER BY d.due_at, d.id LIMIT ${limit}
        ) oldest
        WINDOW nth AS (ORDER BY due_at, id)
      ) next
      WHERE next.past_suspect = ${alone}::boolean AND (next.nth = 1 OR next.bytes <= ${MOST_BYTES})
    ), noted AS (
      UPDATE delivery_claim c SET delivery_ids = ARRAY(SELECT due.id FROM due WHERE due.shop_domain = c.shop_domain)
      WHERE c.shop_domain = ANY(${taken}::text[])
    )
    SELECT id::text, shop_domain AS "shopDomain", topic, encode(body, 'base64') AS body, triggered_at AS "triggeredAt",
      received_at AS "receivedAt", attempts + 1 AS attempts, suspect
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

/**
 * Releases what workers had claimed that are dead by now. Each delivery may be why: it is tried alone from then on. One that was tried
 * alone already counts as tried.
 */
export async function releaseExpiredClaims(now: Date): Promise<void> {
  await db.$executeRaw`
    WITH abandoned AS (DELETE FROM delivery_claim WHERE lease_until <= ${now} RETURNING alone, delivery_ids),
      left_over AS (SELECT alone, unnest(delivery_ids) AS id FROM abandoned)
    UPDATE delivery d SET suspect = true, attempts = d.attempts + CASE WHEN l.alone THEN 1 ELSE 0 END
    FROM left_over l WHERE d.id = l.id AND d.state = 'received'`;
}
