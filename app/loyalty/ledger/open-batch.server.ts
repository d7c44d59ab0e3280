import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { inputOf } from "./entry-input.ts";
import {
  accountOf,
  isGiving,
  type LedgerBatch,
  survivorOf,
  transferHoldings,
} from "./ledger-batch.ts";
import type { EntryDraft, Lot } from "./ledger-entry.ts";
import {
  findEntries,
  hashOf,
  isAnyMerged,
  listGivenLots,
  listLots,
  listMovements,
  loadRedemptionPoints,
  loadTaken,
  loadTerms,
  lockAccounts,
} from "./ledger-store.server.ts";
import type { RedemptionPoints } from "./redemption-points.ts";
import { limitOf } from "./shortfall.ts";
import { isEmpty } from "./transfer.ts";

/** Nobody hears of an order later than this: Shopify is asked for what was missed each night. */
const HEARD_WITHIN_DAYS = 60;

/**
 * Locks the accounts of these customers, and of the records that they became, until the transaction
 * ends, opening those that do not exist yet. What a merged record still holds is moved to the one
 * that stays first. Always in the same order, so that two batches wait for each other instead of
 * blocking each other.
 */
export async function openBatch(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<LedgerBatch> {
  const batch = await openBatchUnmerged(tx, customerIds, at);
  await refuseMergedMeanwhile(tx, batch);
  await moveWhatIsOverdue(tx, batch);
  return batch;
}

/** `openBatch` for what parts accounts and joins them: nothing is moved. */
export async function openBatchUnmerged(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<LedgerBatch> {
  const survivors = await findSurvivors(tx, [...new Set(customerIds)]);
  const ids = [...new Set([...customerIds, ...survivors.values()])].toSorted();
  return {
    terms: await loadTerms(tx, at),
    at,
    accounts: await lockAccounts(tx, ids, at),
    survivors: new Map([...survivors].filter(([id, survivor]) => id !== survivor)),
    lots: new Map(),
    whole: new Set(),
    movements: new Map(),
    redemptions: new Map(),
    undone: new Map(),
    given: new Map(),
    known: new Map(),
    entered: [],
    touched: new Map(),
    moves: [],
  };
}

/**
 * Puts the lots of these customers into the batch, once. Their accounts must be open in it. Of who
 * spent something the empty ones, too: points may go back into them.
 */
export async function loadLots(
  tx: ShopTx,
  batch: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const wanted = customerIds.flatMap((id) => [id, survivorOf(batch, id)]);
  const spent = wanted.filter((id) => accountOf(batch, id).spent);
  await loadAllLots(tx, batch, spent);
  await loadFilledLots(tx, batch, wanted);
  await loadMovementsOfForgiven(tx, batch, wanted);
}

async function loadAllLots(
  tx: ShopTx,
  batch: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(customerIds)].filter((id) => !batch.whole.has(id));
  if (ids.length === 0) return;
  keepLoaded(batch, ids, await listLots(tx, ids, "all"));
  for (const id of ids) batch.whole.add(id);
}

async function loadFilledLots(
  tx: ShopTx,
  batch: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(customerIds)].filter((id) => !batch.lots.has(id));
  if (ids.length === 0) return;
  const { terms, at } = batch;
  // Of what somebody did may be heard only now: that would have kept alive what expired meanwhile.
  const isKeptAlive = terms.expiry.kind === "rolling" && terms.expiry.activity.length > 0;
  const which = isKeptAlive
    ? { expiredSince: new Date(at.getTime() - HEARD_WITHIN_DAYS * DAY_MS) }
    : "filled";
  keepLoaded(batch, ids, await listLots(tx, ids, which));
}

/** What the batch has changed already stays as it is there. */
function keepLoaded(batch: LedgerBatch, ids: readonly string[], found: readonly Lot[]): void {
  const lotsOf = Map.groupBy(found, ({ customerId }) => customerId);
  const touched = Map.groupBy(batch.touched.values(), ({ customerId }) => customerId);
  for (const id of ids) {
    const known = [...(batch.lots.get(id) ?? []), ...(touched.get(id) ?? [])];
    const lots = [...(lotsOf.get(id) ?? []), ...known];
    batch.lots.set(id, [...new Map(lots.map((lot) => [lot.id, lot])).values()]);
  }
}

async function loadMovementsOfForgiven(
  tx: ShopTx,
  batch: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const forgiven = customerIds.filter((id) => accountOf(batch, id).forgiven > 0n);
  await loadMovements(tx, batch, forgiven);
}

/** Puts into the batch all that these drafts are decided by: lots, redemptions, what is undone, and entries with their keys. */
export async function loadForDrafts(
  tx: ShopTx,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const idsOf = (needs: (draft: EntryDraft) => boolean) =>
    drafts.filter(needs).map(({ customerId }) => survivorOf(batch, customerId));
  const spending = new Set(idsOf(isSpending));
  await loadAllLots(
    tx,
    batch,
    idsOf((draft) => needsAllLots(batch, draft, spending)),
  );
  await loadFilledLots(
    tx,
    batch,
    idsOf((draft) => needsLots(batch, draft)),
  );
  await loadMovements(
    tx,
    batch,
    idsOf((draft) => draft.kind === "reverse" || isForgiven(batch, draft)),
  );
  await loadRedemptions(tx, batch, drafts);
  await loadUndone(tx, batch, drafts);
  await loadKnown(tx, batch, drafts);
}

/** A merge that was written while the locks were waited for: its move may be over already, and nobody would come back for more. */
async function refuseMergedMeanwhile(
  tx: ShopTx,
  { accounts, survivors }: LedgerBatch,
): Promise<void> {
  const standing = [...accounts.keys()].filter((id) => !survivors.has(id));
  if (await isAnyMerged(tx, standing))
    throw new Error("A customer was merged while their account was being opened");
}

async function moveWhatIsOverdue(tx: ShopTx, batch: LedgerBatch): Promise<void> {
  const overdue = [...batch.survivors].filter(([id]) => !isEmpty(accountOf(batch, id)));
  if (overdue.length === 0) return;
  await loadLots(tx, batch, overdue.flat());
  for (const [fromId, toId] of overdue)
    transferHoldings(batch, { fromId, toId, occurredAt: batch.at, source: "app" }, newId);
}

/** Nobody asks for them where everything is owed, nor of whom nothing was ever forgiven, unless points are taken back. */
async function loadMovements(
  tx: ShopTx,
  { terms, movements }: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(customerIds)].filter((id) => !movements.has(id));
  const limit = limitOf(terms);
  if (limit === null || ids.length === 0) return;
  const found = await listMovements(tx, ids, limit);
  for (const id of ids) movements.set(id, found.get(id) ?? []);
}

function isForgiven(batch: LedgerBatch, { customerId }: EntryDraft): boolean {
  return accountOf(batch, survivorOf(batch, customerId)).forgiven > 0n;
}

/** What is taken back may be of a lot that is empty; and what is given may take the place of others that were spent. */
function needsAllLots(
  batch: LedgerBatch,
  draft: EntryDraft,
  spending: ReadonlySet<string>,
): boolean {
  if (draft.kind === "reverse") return true;
  const customerId = survivorOf(batch, draft.customerId);
  return isGiving(draft) && (accountOf(batch, customerId).spent || spending.has(customerId));
}

function isSpending({ kind, points }: EntryDraft): boolean {
  return kind === "hold" || (kind === "adjust" && points < 0n);
}

/**
 * Points that are given need nobody else's lots, unless all of an account's points go by the same date, or they may have to make
 * up for some that were forgiven.
 */
function needsLots(batch: LedgerBatch, draft: EntryDraft): boolean {
  if (batch.terms.expiry.kind === "rolling" || isForgiven(batch, draft)) return true;
  if (draft.kind === "adjust") return draft.points < 0n || draft.undoes !== undefined;
  return draft.kind !== "earn" && draft.kind !== "capture";
}

/** Holds begin a redemption: nothing is to be known about it. */
async function loadRedemptions(
  tx: ShopTx,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const ids = drafts.flatMap((draft) =>
    "redemptionId" in draft && draft.kind !== "hold" ? draft.redemptionId : [],
  );
  for (const [id, points] of await loadRedemptionPoints(tx, [...new Set(ids)])) {
    batch.redemptions.set(id, points);
    addEmptyLots(batch, points);
  }
}

/** What is taken back comes from the lots that were given first; what was taken goes back to its own. */
async function loadUndone(
  tx: ShopTx,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const undone = (kind: "reverse" | "adjust") =>
    drafts.flatMap((draft) => (draft.kind === kind && "undoes" in draft && draft.undoes) || []);
  const keys = undone("reverse");
  const given = await listGivenLots(tx, keys);
  for (const key of keys) batch.given.set(key, given.get(key) ?? new Set());
  for (const [key, points] of await loadTaken(tx, undone("adjust"))) {
    batch.undone.set(key, points);
    if (points) addEmptyLots(batch, points);
  }
}

/** A lot that has nothing left was not loaded with its account's others, but points may go back into it. */
function addEmptyLots(batch: LedgerBatch, { taken }: Pick<RedemptionPoints, "taken">): void {
  for (const { lot } of taken) {
    const lots = batch.lots.get(lot.customerId);
    if (lots && !lots.some(({ id }) => id === lot.id)) lots.push(lot);
  }
}

/** Puts the entries that already have one of the drafts' keys into the batch, and who their customers are now. */
async function loadKnown(
  tx: ShopTx,
  batch: LedgerBatch,
  drafts: readonly EntryDraft[],
): Promise<void> {
  const keys = drafts.map(({ idempotencyKey }) => idempotencyKey);
  for (const key of keys) batch.known.set(key, batch.known.get(key) ?? null);
  if (keys.length === 0) return;
  const known = await findEntries(tx, keys);
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
  for (const [id, survivor] of await findSurvivors(tx, strangers))
    if (id !== survivor) batch.survivors.set(id, survivor);
}
