import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { LedgerBatch } from "./ledger-batch.ts";
import type { EntryDraft } from "./ledger-entry.ts";

/**
 * `WITH RECURSIVE given (key, points, lot_id, remaining)`: the lots that hold what the entries with these keys gave, or held it once,
 * wherever merges and partings have taken it; `points` is how many each entry gave.
 */
export function givenLots(shopId: string, keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE given AS (
      SELECT e.idempotency_key AS key, abs(e.outside_delta) AS points, l.id AS lot_id, l.remaining
      FROM ledger_entry e
      JOIN lot l ON l.shop_id = e.shop_id AND l.customer_id = e.customer_id AND l.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${keys}::text[])
      UNION ALL
      SELECT given.key, given.points, next.id, next.remaining
      FROM given
      -- One look-up for each. Left to itself, the planner reads the whole table.
      CROSS JOIN LATERAL (
        SELECT l.id, l.remaining FROM lot l WHERE l.shop_id = ${shopId}::uuid AND l.origin_lot_id = given.lot_id OFFSET 0
      ) next
    )`;
}

/** Those lots, by the entries' keys. */
export async function listGivenLots(
  tx: ShopTx,
  shopId: string,
  keys: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ key: string; lotId: string }[]>`
    ${givenLots(shopId, keys)}
    SELECT key, lot_id::text AS "lotId" FROM given`;
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, some]) => [
      key,
      new Set(some.map(({ lotId }) => lotId)),
    ]),
  );
}

/** Puts into the batch which lots hold what entries gave that are about to be undone: what is taken back comes from those first. */
export async function loadGivenLots(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const keys = drafts.flatMap((draft) => (draft.kind === "reverse" && draft.undoes) || []);
  const given = await listGivenLots(tx, shopId, keys);
  for (const key of keys) batch.given.set(key, given.get(key) ?? new Set());
}
