import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/** The people of whom some belongings are still another one's, because it has yet to be carried out that their records were parted. */
export async function pendingUnmerges(tx: ShopTx, shopId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.properties->>'separatedId' AS id
    FROM reaction r
    JOIN event e ON e.shop_id = r.shop_id AND e.id = r.event_id
    WHERE r.shop_id = ${shopId}::uuid AND r.name = 'unmerge-accounts' AND r.state = 'pending'`;
  const ids = rows.map(({ id }) => id);
  return new Set((await findSurvivors(tx, shopId, ids)).values());
}
