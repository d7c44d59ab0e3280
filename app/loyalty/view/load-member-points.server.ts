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
  const rows = await tx.$queryRaw<Owned<{ points: string; expiresAt: Date }>[]>`
    SELECT DISTINCT ON (customer_id) customer_id::text AS "customerId",
      expires_at AS "expiresAt", sum(remaining)::text AS points
    FROM lot
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[])
      AND expires_at > ${at} AND remaining > 0 AND NOT pending
    GROUP BY customer_id, expires_at
    ORDER BY customer_id, expires_at`;
  return new Map(
    rows.map(({ customerId, points, expiresAt }) => [
      customerId,
      { points: Number(points), at: expiresAt.toISOString() },
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
    Owned<{
      id: string;
      reward: string | null;
      kind: string | null;
      code: string;
      until: Date | null;
      points: string;
    }>[]
  >`
    SELECT customer_id::text AS "customerId", id::text AS id, reward_snapshot->>'name' AS reward,
      reward_snapshot->>'kind' AS kind, code, expires_at AS until, points::text AS points
    FROM (
      SELECT r.*, row_number() OVER (PARTITION BY customer_id ORDER BY held_at DESC) AS place
      FROM redemption r
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[])
        AND state = 'issued' AND code IS NOT NULL AND (expires_at IS NULL OR expires_at > ${at})
    ) usable
    WHERE place <= ${MOST_CODES}
    ORDER BY customer_id, held_at DESC`;
  return gathered(rows, ({ id, reward, kind, code, until, points }) => ({
    id,
    reward: reward ?? "",
    kind: kind ?? "",
    code,
    until: until?.toISOString() ?? null,
    points: Number(points),
  }));
}

/** For each customer the points of rewards that are being withdrawn. */
export async function loadReturning(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<Owned<{ points: string }>[]>`
    SELECT customer_id::text AS "customerId", sum(points)::text AS points
    FROM redemption
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[]) AND state = 'withdrawn'
    GROUP BY customer_id`;
  return new Map(rows.map(({ customerId, points }) => [customerId, Number(points)]));
}

/** For each customer the latest moves of points that they can make something of: a release or a capture moves nothing in their eyes. */
export async function loadHistory(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, PublishedMember["history"]>> {
  const rows = await tx.$queryRaw<Owned<Omit<SeenEntry, "points"> & { points: string }>[]>`
    SELECT e.customer_id::text AS "customerId", e.kind, e.reason, e.occurred_at AS at,
      (e.available_delta + e.pending_delta - e.debt_delta)::text AS points,
      o.name AS "orderName", r.reward_snapshot->>'name' AS reward, n.public AS note
    FROM unnest(${customerIds}::uuid[]) AS asked (customer_id)
    CROSS JOIN LATERAL (
      SELECT * FROM ledger_entry e
      WHERE e.shop_id = ${tx.shopId}::uuid AND e.customer_id = asked.customer_id AND e.kind NOT IN ('release', 'capture')
      ORDER BY e.seq DESC
      LIMIT ${LINES_OF_HISTORY}
    ) e
    LEFT JOIN "order" o ON o.shop_id = e.shop_id AND o.id = e.order_id
    LEFT JOIN redemption r ON r.shop_id = e.shop_id AND r.id = e.redemption_id
    LEFT JOIN entry_note n ON n.shop_id = e.shop_id AND n.entry_id = e.id
    ORDER BY e.customer_id, e.seq DESC`;
  return gathered(rows, (row) => historyLine({ ...row, points: Number(row.points) }));
}

/** Rows by whose they are, in their order. */
export function gathered<Row, Value>(
  rows: readonly Owned<Row>[],
  valueOf: (row: Owned<Row>) => Value,
): Map<string, Value[]> {
  const values = new Map<string, Value[]>();
  for (const row of rows) {
    const own = values.get(row.customerId);
    if (own) own.push(valueOf(row));
    else values.set(row.customerId, [valueOf(row)]);
  }
  return values;
}
