import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * Which record each of these customers is now: itself, or the one that it was merged into, however
 * many merges ago. Returns survivor ids by customer id; ids that nobody has are missing.
 */
export async function findSurvivors(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, string>> {
  const { shopId } = tx;
  if (customerIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; survivorId: string }[]>`
    WITH RECURSIVE chain AS (
      SELECT c.id, c.id AS now_id, c.merged_into_id
      FROM customer c
      WHERE c.shop_id = ${shopId}::uuid AND c.id = ANY(${customerIds}::uuid[])
      UNION ALL
      SELECT chain.id, next.id, next.merged_into_id
      FROM chain
      -- One look-up for each merged record. Left to itself, the planner expects thousands and reads the whole table.
      CROSS JOIN LATERAL (
        SELECT c.id, c.merged_into_id FROM customer c
        WHERE c.shop_id = ${shopId}::uuid AND c.id = chain.merged_into_id
        LIMIT 1
      ) next
      WHERE chain.merged_into_id IS NOT NULL
    )
    SELECT id, now_id AS "survivorId" FROM chain WHERE merged_into_id IS NULL`;
  return new Map(rows.map(({ id, survivorId }) => [id, survivorId]));
}
