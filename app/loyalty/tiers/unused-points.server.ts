import type { ShopTx } from "#app/db.server.ts";

/** What is left of the points that these entries gave, wherever merges have taken them, by the entries' keys. */
export async function unusedOf(
  tx: ShopTx,
  shopId: string,
  entryKeys: readonly string[],
): Promise<Map<string, bigint>> {
  if (entryKeys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ entryKey: string; points: bigint }[]>`
    WITH RECURSIVE given AS (
      SELECT e.idempotency_key AS key, l.id, l.customer_id, l.remaining
      FROM ledger_entry e
      JOIN lot l ON l.shop_id = e.shop_id AND l.customer_id = e.customer_id AND l.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${entryKeys}::text[])
      UNION ALL
      SELECT given.key, l.id, l.customer_id, l.remaining
      FROM given
      JOIN customer c ON c.shop_id = ${shopId}::uuid AND c.id = given.customer_id
      JOIN lot l ON l.shop_id = ${shopId}::uuid AND l.customer_id IN (c.id, c.merged_into_id) AND l.origin_lot_id = given.id
    )
    SELECT key AS "entryKey", sum(remaining)::bigint AS points FROM given GROUP BY key`;
  return new Map(rows.map(({ entryKey, points }) => [entryKey, points]));
}
