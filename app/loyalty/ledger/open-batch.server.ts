import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { inputOf } from "./entry-input.ts";
import { accountOf, type LedgerBatch, transferHoldings, type KnownEntry } from "./ledger-batch.ts";
import type { Account, EntryDraft } from "./ledger-entry.ts";
import { loadGivenLots } from "./load-given-lots.server.ts";
import { loadLots } from "./load-lots.server.ts";
import { loadRedemptions, loadUndone } from "./load-redemptions.server.ts";
import { loadTerms } from "./load-terms.server.ts";
import { hashOf } from "./write-batch.server.ts";

/**
 * Locks the accounts of these customers, and of the records that they became, until the transaction ends, opening those that do
 * not exist yet. What a merged record still holds is moved to the one that stays first. Always in the same order, so that two
 * batches wait for each other instead of blocking each other.
 */
export async function openBatch(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
  at: Date,
): Promise<LedgerBatch> {
  const batch = await openBatchUnmerged(tx, shopId, customerIds, at);
  await refuseMergedMeanwhile(tx, shopId, batch);
  await moveWhatIsOverdue(tx, shopId, batch);
  return batch;
}

/** `openBook` for what parts accounts and joins them: nothing is moved. */
export async function openBatchUnmerged(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
  at: Date,
): Promise<LedgerBatch> {
  const survivors = await findSurvivors(tx, shopId, [...new Set(customerIds)]);
  const ids = [...new Set([...customerIds, ...survivors.values()])].toSorted();
  return {
    terms: await loadTerms(tx, shopId, at),
    at,
    accounts: await lockAccounts(tx, shopId, ids, at),
    survivors: new Map([...survivors].filter(([id, survivor]) => id !== survivor)),
    lots: new Map(),
    redemptions: new Map(),
    undone: new Map(),
    given: new Map(),
    known: new Map(),
    entered: [],
    touched: new Map(),
    moves: [],
  };
}

/** Puts into the batch all that these drafts are decided by: lots, redemptions, and entries with their keys. */
export async function loadForDrafts(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const ids = drafts.filter((draft) => needsLots(batch, draft)).map(({ customerId }) => customerId);
  await loadLots(tx, shopId, batch, ids);
  await loadRedemptions(tx, shopId, batch, drafts);
  await loadUndone(tx, shopId, batch, drafts);
  await loadGivenLots(tx, shopId, batch, drafts);
  await loadKnown(tx, shopId, batch, drafts);
}

async function lockAccounts(
  tx: ShopTx,
  shopId: string,
  ids: readonly string[],
  at: Date,
): Promise<Map<string, Account>> {
  const found = await lockExisting(tx, shopId, ids);
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  await tx.$executeRaw`
    INSERT INTO ledger_account (shop_id, customer_id, updated_at)
    SELECT ${shopId}::uuid, id, ${at}
    FROM unnest(${missing}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    ORDER BY place
    ON CONFLICT DO NOTHING`;
  return new Map([...found, ...(await lockExisting(tx, shopId, missing))]);
}

async function lockExisting(
  tx: ShopTx,
  shopId: string,
  ids: readonly string[],
): Promise<Map<string, Account>> {
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT customer_id AS "customerId", available, pending, held, debt, qualifying, seq,
      active_at AS "activeAt", frozen_at AS "frozenAt"
    FROM ledger_account
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${ids}::uuid[])
    ORDER BY customer_id
    FOR UPDATE`;
  return new Map(accounts.map((account) => [account.customerId, account]));
}

/** A merge that was written while the locks were waited for: its move may be over already, and nobody would come back for more. */
async function refuseMergedMeanwhile(
  tx: ShopTx,
  shopId: string,
  { accounts, survivors }: LedgerBatch,
): Promise<void> {
  const standing = [...accounts.keys()].filter((id) => !survivors.has(id));
  const merged = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${standing}::uuid[]) AND merged_into_id IS NOT NULL
    LIMIT 1`;
  if (merged.length > 0)
    throw new Error("A customer was merged while their account was being opened");
}

async function moveWhatIsOverdue(tx: ShopTx, shopId: string, batch: LedgerBatch): Promise<void> {
  const overdue = [...batch.survivors].filter(([id]) => isFilled(accountOf(batch, id)));
  if (overdue.length === 0) return;
  await loadLots(tx, shopId, batch, overdue.flat());
  for (const [fromId, toId] of overdue)
    transferHoldings(batch, { fromId, toId, occurredAt: batch.at, source: "app" }, newId);
}

function isFilled({ available, pending, held, debt, qualifying }: Account): boolean {
  return [available, pending, held, debt, qualifying].some((balance) => balance !== 0n);
}

/** Points that are given need nobody else's lots, unless all of an account's points go by the same date. */
function needsLots({ terms }: LedgerBatch, draft: EntryDraft): boolean {
  if (terms.expiry.kind === "rolling") return true;
  if (draft.kind === "adjust") return draft.points < 0n || draft.undoes !== undefined;
  return draft.kind !== "earn" && draft.kind !== "capture";
}

/** Puts the entries that already have one of the drafts' keys into the batch, and who their customers are now. */
async function loadKnown(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const keys = drafts.map(({ idempotencyKey }) => idempotencyKey);
  for (const key of keys) batch.known.set(key, batch.known.get(key) ?? null);
  if (keys.length === 0) return;
  const known = await tx.$queryRaw<(Omit<KnownEntry, "input"> & { inputHash: string | null })[]>`
    SELECT id, idempotency_key AS "idempotencyKey", customer_id AS "customerId", kind, order_id AS "orderId",
      redemption_id AS "redemptionId", held_delta AS "heldDelta", outside_delta AS "outsideDelta", forgiven,
      encode(input_hash, 'hex') AS "inputHash"
    FROM ledger_entry
    WHERE shop_id = ${shopId}::uuid AND idempotency_key = ANY(${keys}::text[])`;
  if (known.length === 0) return;
  // Only the hash of what was asked for is kept: whichever draft has the same asks for the same.
  const inputs = new Map(drafts.map((draft) => [hashOf(inputOf(draft)), inputOf(draft)]));
  for (const { inputHash, ...entry } of known) {
    const input = inputHash && (inputs.get(inputHash) ?? `something else: ${inputHash}`);
    batch.known.set(entry.idempotencyKey, { ...entry, input });
  }

  // An entry may have been made before its customer became somebody else.
  const strangers = known
    .map(({ customerId }) => customerId)
    .filter((id) => !batch.accounts.has(id));
  for (const [id, survivor] of await findSurvivors(tx, shopId, strangers))
    if (id !== survivor) batch.survivors.set(id, survivor);
}
