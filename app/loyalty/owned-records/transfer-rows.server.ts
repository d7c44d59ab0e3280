import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * What a merge moves row by row, and the column that says whose it is. Each row remembers whose it
 * was before (`origin_id`), so that parting the records gives back exactly those; what came after
 * the merge stays with the record that stayed.
 */
const moved = [
  { table: "redemption", owner: "customer_id" },
  { table: "action_award", owner: "customer_id" },
  { table: "tier_change", owner: "customer_id" },
  { table: "program_exclusion", owner: "customer_id" },
  { table: "referral", owner: "advocate_id" },
] as const;

/** Comes back with the points of its order, whoever had it: nothing remembers whose it was. */
const award = { table: "order_award", owner: "customer_id" } as const;

/** A record that was merged, and the one that it became. */
export type Move = { fromId: string; toId: string };

/** Rows of merged records go on with the record that stays. May run twice. */
export async function transferRows(tx: ShopTx, moves: readonly Move[]): Promise<void> {
  const rows = JSON.stringify(moves.map(({ fromId, toId }) => ({ fromId, toId })));
  const fromIds = moves.map(({ fromId }) => fromId);
  // The names are ours, from the list above. The ids stand apart from the pairs, as the planner
  // takes JSON for a hundred rows.
  for (const { table, owner } of [...moved, award]) {
    const origin = table === award.table ? "" : `, origin_id = COALESCE(origin_id, ${owner})`;
    await tx.$executeRawUnsafe(
      `UPDATE ${table} SET ${owner} = move."toId"${origin}
       FROM jsonb_to_recordset($2::jsonb) AS move("fromId" uuid, "toId" uuid)
       WHERE ${table}.shop_id = $1::uuid AND ${table}.${owner} = ANY($3::uuid[]) AND ${table}.${owner} = move."fromId"`,
      tx.shopId,
      rows,
      fromIds,
    );
  }
}

/** Records that are parted: what of `fromId` was once `ids`', goes back to `toId`, which is one of them. */
export type Unmerge = { fromId: string; toId: string; ids: readonly string[] };

/** Rows that a merge had moved are again whose they were. May run twice. */
export async function returnRows(tx: ShopTx, { fromId, toId, ids }: Unmerge): Promise<void> {
  for (const { table, owner } of moved)
    await tx.$executeRawUnsafe(
      `UPDATE ${table} SET ${owner} = $3::uuid, origin_id = NULLIF(origin_id, $3::uuid)
       WHERE shop_id = $1::uuid AND ${owner} = $2::uuid AND origin_id = ANY($4::uuid[])`,
      tx.shopId,
      fromId,
      toId,
      [...ids],
    );
}
