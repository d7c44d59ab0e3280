import type { ShopTx } from "#app/ground/db.server.ts";

/** A record and all that were merged into it, in whichever steps, and are not parted from it again. */
export async function recordsOf(tx: ShopTx, id: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE part AS (
      SELECT ${id}::uuid AS id
      UNION
      SELECT e.merged_id FROM part
      JOIN identity_edge e ON e.shop_id = ${tx.shopId}::uuid AND e.kept_id = part.id AND e.undone_at IS NULL
    ) SELECT id::text FROM part`;
  return rows.map((row) => row.id);
}
