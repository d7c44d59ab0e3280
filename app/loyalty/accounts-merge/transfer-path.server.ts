import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * The accounts that a record's points went through by merges since it was last parted from
 * somebody, from its own to where they are now: mostly two, and more where the record that it was
 * merged into was merged as well. `keptId` is where they are when the record had none.
 */
export async function transferPath(
  tx: ShopTx,
  recordId: string,
  keptId: string,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE way AS (
      SELECT ${recordId}::uuid AS id, 0 AS step
      UNION ALL
      SELECT last.counterparty_id, way.step + 1
      FROM way CROSS JOIN LATERAL (
        SELECT e.kind, e.counterparty_id FROM ledger_entry e
        WHERE e.shop_id = ${tx.shopId}::uuid AND e.customer_id = way.id
          AND (e.kind, e.transfer_kind) IN (('move_out', 'merge'), ('move_in', 'unmerge'))
        ORDER BY e.seq DESC LIMIT 1
      ) last
      WHERE last.kind = 'move_out'
    ) SELECT id::text FROM way ORDER BY step`;
  const way = rows.map(({ id }) => id);
  const end = way.length > 1 ? (way.at(-1) ?? keptId) : keptId;
  // Of an account that was empty nothing was moved on.
  const now = (await findSurvivors(tx, [end])).get(end) ?? end;
  return [...new Set([...way, end, now])];
}
