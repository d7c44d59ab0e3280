import type { ShopTx } from "#app/db.server.ts";

/** How many points these entries gave, and what is left of them, wherever merges and partings have taken them, by the entries' keys. */
export async function unusedOf(
  tx: ShopTx,
  shopId: string,
  entryKeys: readonly string[],
): Promise<Map<string, { given: bigint; points: bigint }>> {
  if (entryKeys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ entryKey: string; given: bigint; points: bigint }[]>`
    WITH RECURSIVE given AS (
      SELECT e.idempotency_key AS key, abs(e.outside_delta) AS given, l.id, l.remaining
      FROM ledger_entry e
      JOIN lot l ON l.shop_id = e.shop_id AND l.customer_id = e.customer_id AND l.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${entryKeys}::text[])
      UNION ALL
      SELECT given.key, given.given, next.id, next.remaining
      FROM given
      -- One look-up for each. Left to itself, the planner reads the whole table.
      CROSS JOIN LATERAL (
        SELECT l.id, l.remaining FROM lot l WHERE l.shop_id = ${shopId}::uuid AND l.origin_lot_id = given.id OFFSET 0
      ) next
    )
    SELECT key AS "entryKey", given, sum(remaining)::bigint AS points FROM given GROUP BY key, given`;
  return new Map(rows.map(({ entryKey, ...sums }) => [entryKey, sums]));
}
