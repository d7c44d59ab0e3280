import type { ShopTx } from "#app/ground/db.server.ts";

import type { LedgerBatch } from "../ledger/ledger-batch.ts";

type Row = { importId: string; line: number; customerId: string };

/**
 * Which of these rows are about somebody who was merged since the file was tried, into another record or with one. Ann was to have
 * 500 and her other record 300: what the one record is to have now, the file does not say. Their accounts are open in the batch.
 */
export async function findMergedSince(
  tx: ShopTx,
  batch: LedgerBatch,
  rows: readonly Row[],
): Promise<Set<number>> {
  const ids = rows.map(({ customerId }) => customerId);
  // Ids begin with their time: what has a greater one than the import came after it.
  const grown = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT customer_id AS id FROM ledger_entry
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${ids}::uuid[])
      AND kind = 'move_in' AND id > ${rows[0]?.importId}::uuid`;
  const merged = new Set([...batch.survivors].flat().concat(grown.map(({ id }) => id)));
  return new Set(rows.filter(({ customerId }) => merged.has(customerId)).map(({ line }) => line));
}
