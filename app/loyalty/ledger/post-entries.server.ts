import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { type LedgerBatch, post, type PostOutcome } from "./ledger-batch.ts";
import type { EntryDraft } from "./ledger-entry.ts";
import { loadForDrafts, openBatch } from "./open-batch.server.ts";
import { writeBatch } from "./write-batch.server.ts";

/**
 * Posts drafts, one after the other, each on the account of the record that its customer is now.
 * Returns what became of each, in their order; throws `IdempotencyKeyReused`, and posts nothing,
 * when a key is known with other content. The accounts stay locked until the transaction ends.
 */
export async function postEntries(
  tx: ShopTx,
  drafts: readonly EntryDraft[],
  at: Date,
): Promise<PostOutcome[]> {
  if (drafts.length === 0) return [];
  const batch = await openBatch(
    tx,
    drafts.map(({ customerId }) => customerId),
    at,
  );
  return postInto(tx, batch, drafts);
}

/** Posts drafts whose accounts were opened before, by those who decide what to post only then. */
export async function postInto(
  tx: ShopTx,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<PostOutcome[]> {
  await loadForDrafts(tx, batch, drafts);
  const outcomes = drafts.map((draft) => post(batch, draft, newId));
  await writeBatch(tx, batch);
  return outcomes;
}
