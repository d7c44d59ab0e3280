import type { ShopTx } from "#app/ground/db.server.ts";

import { historyLine, type PublishedMember, type SeenEntry } from "./member.ts";

const LINES_OF_HISTORY = 10;
const MOST_CODES = 10;

type Owned<Row> = Row & { customerId: string };

/** For each customer the points that expire next. */
export async function loadExpiring(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, { points: number; at: string }>> {
  const rows = await tx.$queryRaw<Owned<{ points: number; expiresAt: Date }>[]>`
    SELECT DISTINCT ON (customer_id) customer_id::text AS "customerId",
      expires_at AS "expiresAt", sum(remaining)::float8 AS points
    FROM lot
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[])
      AND expires_at > ${at} AND remaining > 0 AND NOT pending
    GROUP BY customer_id, expires_at
    ORDER BY customer_id, expires_at`;
  return new Map(
    rows.map(({ customerId, points, expiresAt }) => [
      customerId,
      { points, at: expiresAt.toISOString() },
    ]),
  );
}

/** For each customer the rewards that wait to be used. */
export async function loadCodes(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, PublishedMember["codes"]>> {
  const rows = await tx.$queryRaw<
    Owned<Omit<PublishedMember["codes"][number], "until"> & { until: Date | null }>[]
  >`
    SELECT customer_id::text AS "customerId", id::text AS id, coalesce(reward_snapshot->>'name', '') AS reward,
      coalesce(reward_snapshot->>'kind', '') AS kind, code, expires_at AS until, points::float8 AS points
    FROM (
      SELECT r.*, row_number() OVER (PARTITION BY customer_id ORDER BY held_at DESC) AS place
      FROM redemption r
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[])
        AND state = 'issued' AND code IS NOT NULL AND (expires_at IS NULL OR expires_at > ${at})
    ) usable
    WHERE place <= ${MOST_CODES}
    ORDER BY customer_id, held_at DESC`;
  return gathered(rows, ({ customerId: _, until, ...code }) => ({
    ...code,
    until: until?.toISOString() ?? null,
  }));
}

/** For each customer the latest moves of points that they can make something of: a release or a capture moves nothing in their eyes. */
export async function loadHistory(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, PublishedMember["history"]>> {
  const rows = await tx.$queryRaw<Owned<SeenEntry>[]>`
    SELECT e.customer_id::text AS "customerId", e.kind, e.reason, e.occurred_at AS at,
      (e.available_delta + e.pending_delta - e.debt_delta)::float8 AS points,
      o.name AS "orderName", r.reward_snapshot->>'name' AS reward, n.public AS note
    FROM unnest(${customerIds}::uuid[]) AS asked (customer_id)
    CROSS JOIN LATERAL (
      SELECT * FROM ledger_entry e
      WHERE e.shop_id = ${tx.shopId}::uuid AND e.customer_id = asked.customer_id AND e.kind NOT IN ('release', 'capture', 'reallocate')
      ORDER BY e.seq DESC
      LIMIT ${LINES_OF_HISTORY}
    ) e
    LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
    LEFT JOIN redemption r ON r.shop_id = e.shop_id AND r.id = e.redemption_id
    LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
    ORDER BY e.customer_id, e.seq DESC`;
  return gathered(rows, historyLine);
}

/** The achievements that each customer has reached. */
export async function loadBadges(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await tx.achievementUnlock.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { customerId: true, achievementId: true },
    orderBy: { at: "asc" },
  });
  return gathered(rows, ({ achievementId }) => achievementId);
}

/** How far each customer is in the challenges that run now. */
export async function loadChallenges(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<Map<string, PublishedMember["challenges"]>> {
  const rows = await tx.$queryRaw<Owned<{ id: string; progress: number; done: boolean }>[]>`
    SELECT p.customer_id::text AS "customerId", p.challenge_id::text AS id, p.progress::float8 AS progress,
      p.completed_at IS NOT NULL AS done
    FROM challenge_progress p
    JOIN challenge c ON c.shop_id = p.shop_id AND c.id = p.challenge_id
    WHERE p.shop_id = ${tx.shopId}::uuid AND p.customer_id = ANY(${customerIds}::uuid[])
      AND c.active AND c.starts_at <= ${at} AND c.ends_at > ${at}`;
  return gathered(rows, ({ customerId: _, ...challenge }) => challenge);
}

/** Rows by whose they are, in their order. */
function gathered<Row, Value>(
  rows: readonly Owned<Row>[],
  valueOf: (row: Owned<Row>) => Value,
): Map<string, Value[]> {
  const byCustomer = Map.groupBy(rows, ({ customerId }) => customerId);
  return new Map([...byCustomer].map(([id, own]) => [id, own.map(valueOf)]));
}
