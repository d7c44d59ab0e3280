import { db } from "#app/ground/db.server.ts";
import { tryLock } from "#app/ground/locks.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

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
 * Takes up to `limit` due deliveries of each of these shops, oldest first. None of a shop that has none due, or while another
 * worker has some of it: a customer's deliveries are worked on one after the other. The turn is ours until the rows are written, so
 * that none has to be locked beside it; their tries say that none was taken in another's turn, which may have ended a moment ago.
 */
export async function claimDeliveries(
  shopDomains: readonly string[],
  limit: number,
  now: Date,
): Promise<ClaimedDelivery[]> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  // In base64: PostgreSQL's own text of bytes is half as long again.
  const claimed = await db.$queryRaw<(Omit<ClaimedDelivery, "body"> & { body: string | null })[]>`
    WITH turn AS MATERIALIZED (
      SELECT domain, ${tryLock.deliveries(Prisma.sql`domain`)} AS ours, (
        -- Looked up for each shop, not joined: that read the whole table for each delivery.
        SELECT true FROM delivery busy
        WHERE busy.shop_domain = domain AND busy.state = 'received' AND busy.due_at > ${now} AND busy.lease_until > ${now}
        LIMIT 1
      ) AS busy
      FROM unnest(${shopDomains}::text[]) AS shop(domain)
    ), due AS MATERIALIZED (
      SELECT next.id, next.attempts FROM turn CROSS JOIN LATERAL (
        SELECT d.id, d.attempts FROM delivery d
        WHERE d.shop_domain = turn.domain AND d.state = 'received' AND d.due_at <= ${now}
        ORDER BY d.due_at LIMIT ${limit}
      ) next
      WHERE turn.ours AND turn.busy IS NULL
    )
    UPDATE delivery d SET attempts = d.attempts + 1, lease_until = ${leaseUntil}, due_at = ${leaseUntil}
    FROM due WHERE d.id = due.id AND d.attempts = due.attempts
    RETURNING d.id::text, d.shop_domain AS "shopDomain", d.topic, encode(d.body, 'base64') AS body, d.triggered_at AS "triggeredAt", d.received_at AS "receivedAt", d.attempts`;
  return claimed
    .map(({ body, ...delivery }) => ({
      ...delivery,
      body: body === null ? null : Buffer.from(body, "base64"),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
