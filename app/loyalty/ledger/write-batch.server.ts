import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";

import { type LedgerBatch, type RecordedEntry, lotsToWrite } from "./ledger-batch.ts";
import { transferOwnedRecords } from "../owned-records/transfer-owned-records.server.ts";
import type { Account } from "./ledger-entry.ts";
import { writeRows } from "./ledger-store.server.ts";
import { loyaltyEvent } from "../program/loyalty-event.ts";

/**
 * Writes everything that was entered into a batch, as sets, and appends `points.changed` for each
 * entry that moved a balance. In the transaction that opened the batch. A key that somebody else
 * used meanwhile fails the whole batch.
 */
export async function writeBatch(tx: ShopTx, batch: LedgerBatch): Promise<void> {
  await transferOwnedRecords(tx, batch.moves);
  const { made, changed } = lotsToWrite(batch);
  const accounts = touchedAccounts(batch);
  if (batch.entered.length + changed.length + accounts.length === 0) return;
  const { at, entered } = batch;
  await writeRows(tx, { at, entered, made, changed, accounts });
  await appendEvents(tx, tx.shopId, batch.entered.flatMap(pointsChanged), batch.at);
}

/** Those that entries were made for; and those whose lots' dates changed, as what they did last did, too. */
function touchedAccounts({ accounts, entered, touched: lots }: LedgerBatch): Account[] {
  const touched = new Set([
    ...entered.map(({ account }) => account.customerId),
    ...[...lots.values()].map(({ customerId }) => customerId),
  ]);
  return [...accounts.values()].filter(({ customerId }) => touched.has(customerId));
}

function pointsChanged({ entry, account, source }: RecordedEntry): EventDraft[] {
  const moved = [entry.availableDelta, entry.pendingDelta, entry.heldDelta, entry.debtDelta];
  if (moved.every((delta) => delta === 0n)) return [];
  const { id: entryId, kind, customerId, orderId, occurredAt } = entry;
  const points = entry.outsideDelta === 0n ? entry.availableDelta : -entry.outsideDelta;
  const what = { points: String(points), pending: entry.pendingDelta > 0n };
  const properties = { entryId, kind, available: String(account.available), ...what };
  const about = { customerId, orderId, occurredAt, source, properties };
  return [loyaltyEvent("points.changed", entryId, about)];
}
