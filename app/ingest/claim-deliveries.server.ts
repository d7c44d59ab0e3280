import { db } from "#app/ground/db.server.ts";
import { tryLock } from "#app/ground/locks.server.ts";

import { LEASE_MS } from "./lease.ts";

export type ClaimedDelivery = {
  id: string;
  topic: string;
  /** Sealed. */
  body: Buffer | null;
  triggeredAt: Date | null;
  receivedAt: Date;
  /** This try included. */
  attempts: number;
};

/** The shops that have deliveries due. Walks from shop to shop by the index, however many deliveries each has. */
export async function shopsWithDueDeliveries(now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ domain: string }[]>`
    WITH RECURSIVE shops AS (
      (SELECT shop_domain FROM delivery WHERE state = 'received' ORDER BY shop_domain LIMIT 1)
      UNION ALL
      SELECT next.shop_domain FROM shops CROSS JOIN LATERAL (
        SELECT d.shop_domain FROM delivery d
        WHERE d.state = 'received' AND d.shop_domain > shops.shop_domain ORDER BY d.shop_domain LIMIT 1
      ) next
    )
    SELECT shop_domain AS domain FROM shops
    WHERE EXISTS (SELECT 1 FROM delivery d WHERE d.state = 'received' AND d.shop_domain = shops.shop_domain AND d.due_at <= ${now})`;
  return rows.map(({ domain }) => domain);
}

/**
 * Takes up to `limit` due deliveries of one shop, oldest first. Empty when none is due, or while another worker has
 * some of this shop: a customer's deliveries are worked on one after the other. The turn is ours until the rows are written, so
 * that none has to be locked beside it; their tries say that none was taken in another's turn, which may
 * have ended a moment ago.
 */
export async function claimDeliveries(
  shopDomain: string,
  limit: number,
  now: Date,
): Promise<ClaimedDelivery[]> {
  const leaseUntil = new Date(now.getTime() + LEASE_MS);
  // In base64: PostgreSQL's own text of bytes is half as long again.
  const claimed = await db.$queryRaw<(Omit<ClaimedDelivery, "body"> & { body: string | null })[]>`
    WITH turn AS MATERIALIZED (
      SELECT ${tryLock.deliveries(shopDomain)} AS ours
    ), due AS MATERIALIZED (
      SELECT d.id, d.attempts FROM delivery d, turn
      WHERE turn.ours AND d.shop_domain = ${shopDomain} AND d.state = 'received' AND d.due_at <= ${now}
        AND NOT EXISTS (
          SELECT 1 FROM delivery busy
          WHERE busy.shop_domain = ${shopDomain} AND busy.state = 'received' AND busy.due_at > ${now} AND busy.lease_until > ${now})
      ORDER BY d.due_at LIMIT ${limit}
    )
    UPDATE delivery d SET attempts = d.attempts + 1, lease_until = ${leaseUntil}, due_at = ${leaseUntil}
    FROM due WHERE d.id = due.id AND d.attempts = due.attempts
    RETURNING d.id::text, d.topic, encode(d.body, 'base64') AS body, d.triggered_at AS "triggeredAt", d.received_at AS "receivedAt", d.attempts`;
  return claimed
    .map(({ body, ...delivery }) => ({
      ...delivery,
      body: body === null ? null : Buffer.from(body, "base64"),
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
