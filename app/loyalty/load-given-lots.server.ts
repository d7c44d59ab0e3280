import type { ShopTx } from "#app/db.server.ts";

import type { Book } from "./book.ts";
import type { EntryDraft } from "./ledger-entry.ts";

/**
 * Puts into the book which lots hold the points of entries that are about to be undone, wherever merges have taken them: what is
 * taken back comes from those first.
 */
export async function loadGivenLots(
  tx: ShopTx,
  shopId: string,
  book: Book,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const keys = drafts.flatMap((draft) => (draft.kind === "reverse" && draft.undoes) || []);
  if (keys.length === 0) return;
  const rows = await tx.$queryRaw<{ key: string; lotId: string }[]>`
    WITH RECURSIVE given AS (
      SELECT e.idempotency_key AS key, l.id
      FROM ledger_entry e
      JOIN lot l ON l.shop_id = e.shop_id AND l.customer_id = e.customer_id AND l.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${keys}::text[])
      UNION ALL
      SELECT given.key, next.id
      FROM given
      -- One look-up for each. Left to itself, the planner reads the whole table.
      CROSS JOIN LATERAL (
        SELECT l.id FROM lot l WHERE l.shop_id = ${shopId}::uuid AND l.origin_lot_id = given.id OFFSET 0
      ) next
    )
    SELECT key, id::text AS "lotId" FROM given`;
  for (const [key, some] of Map.groupBy(rows, (row) => row.key))
    book.given.set(key, new Set(some.map(({ lotId }) => lotId)));
}
