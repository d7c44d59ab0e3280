import { createHash } from "node:crypto";

import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";

import { type LedgerBatch, type RecordedEntry, lotsToWrite } from "./ledger-batch.ts";
import { transferOwnedRecords } from "../accounts-merge/transfer-owned-records.server.ts";
import type { Account, Lot } from "./ledger-entry.ts";

/**
 * Writes everything that was entered into a batch, as sets, and appends `points.changed` for each entry that moved a balance.
 * In the transaction that opened the batch. A key that somebody else used meanwhile fails the whole batch.
 */
export async function writeBatch(tx: ShopTx, shopId: string, batch: LedgerBatch): Promise<void> {
  await transferOwnedRecords(tx, shopId, batch.moves);
  const { made, changed } = lotsToWrite(batch);
  const accounts = touchedAccounts(batch);
  if (batch.entered.length + changed.length + accounts.length === 0) return;
  await writeRows(tx, shopId, { batch, made, changed, accounts });
  await appendEvents(tx, shopId, batch.entered.flatMap(pointsChanged), batch.at);
}

/** Those that entries were made for; and those whose lots' dates changed, as what they did last did, too. */
function touchedAccounts({ accounts, entered, touched: lots }: LedgerBatch): Account[] {
  const touched = new Set([
    ...entered.map(({ account }) => account.customerId),
    ...[...lots.values()].map(({ customerId }) => customerId),
  ]);
  return [...accounts.values()].filter(({ customerId }) => touched.has(customerId));
}

type Rows = { batch: LedgerBatch; made: Lot[]; changed: Lot[]; accounts: Account[] };

/**
 * All in one statement: a customer at the till waits for each trip to the database. What is updated is named by its ids, too,
 * as the planner takes JSON for a hundred rows and would read a whole shop's for them.
 */
async function writeRows(
  tx: ShopTx,
  shopId: string,
  { batch, made, changed, accounts }: Rows,
): Promise<void> {
  const now = batch.at;
  await tx.$executeRaw`
    WITH entries AS (
      INSERT INTO ledger_entry (
        shop_id, id, customer_id, seq, kind, available_delta, pending_delta, held_delta, debt_delta, qualifying_delta,
        outside, outside_delta, idempotency_key, input_hash, rule_snapshot, order_id, redemption_id, import_id, transfer_id,
        transfer_kind, counterparty_id, forgiven, actor, reason, occurred_at, recorded_at)
      SELECT ${shopId}::uuid, id, "customerId", seq, kind, "availableDelta", "pendingDelta", "heldDelta", "debtDelta",
        "qualifyingDelta", outside, "outsideDelta", "idempotencyKey", decode("inputHash", 'hex'), NULLIF("ruleSnapshot", 'null'::jsonb), "orderId",
        "redemptionId", "importId", "transferId", "transferKind", "counterpartyId", forgiven, actor, reason, "occurredAt",
        ${now}
      FROM jsonb_to_recordset(${asJson(batch.entered.map(entryRow))}::jsonb) AS entry(
        id uuid, "customerId" uuid, seq bigint, kind text, "availableDelta" bigint, "pendingDelta" bigint,
        "heldDelta" bigint, "debtDelta" bigint, "qualifyingDelta" bigint, outside text, "outsideDelta" bigint,
        "idempotencyKey" text, "inputHash" text, "ruleSnapshot" jsonb, "orderId" bigint, "redemptionId" uuid, "importId" uuid,
        "transferId" uuid, "transferKind" text, "counterpartyId" uuid, forgiven bigint, actor text, reason jsonb,
        "occurredAt" timestamptz)
    ), made AS (
      INSERT INTO lot (shop_id, id, customer_id, entry_id, order_id, original, remaining, earned_at, expires_at, pending,
        release_at, origin_lot_id, extended_at)
      SELECT ${shopId}::uuid, id, "customerId", "entryId", "orderId", original, remaining, "earnedAt", "expiresAt", pending,
        "releaseAt", "originLotId", "extendedAt"
      FROM jsonb_to_recordset(${asJson(made)}::jsonb) AS lot(
        id uuid, "customerId" uuid, "entryId" uuid, "orderId" bigint, original bigint, remaining bigint,
        "earnedAt" timestamptz, "expiresAt" timestamptz, pending boolean, "releaseAt" timestamptz, "originLotId" uuid,
        "extendedAt" timestamptz)
    ), changed AS (
      UPDATE lot SET remaining = after.remaining, earned_at = after."earnedAt", expires_at = after."expiresAt",
        pending = after.pending, release_at = after."releaseAt", extended_at = after."extendedAt"
      FROM jsonb_to_recordset(${asJson(changed)}::jsonb) AS after(
        id uuid, remaining bigint, "earnedAt" timestamptz, "expiresAt" timestamptz, pending boolean,
        "releaseAt" timestamptz, "extendedAt" timestamptz)
      WHERE lot.shop_id = ${shopId}::uuid AND lot.id = after.id AND lot.id = ANY(${changed.map(({ id }) => id)}::uuid[])
    ), uses AS (
      INSERT INTO lot_use (shop_id, lot_id, entry_id, points)
      SELECT ${shopId}::uuid, "lotId", "entryId", points
      FROM jsonb_to_recordset(${asJson(batch.entered.flatMap(({ uses }) => uses))}::jsonb) AS use(
        "lotId" uuid, "entryId" uuid, points bigint)
    )
    UPDATE ledger_account
    SET available = after.available, pending = after.pending, held = after.held, debt = after.debt,
      qualifying = after.qualifying, seq = after.seq, active_at = after."activeAt", updated_at = ${now}
    FROM jsonb_to_recordset(${asJson(accounts)}::jsonb) AS after(
      "customerId" uuid, available bigint, pending bigint, held bigint, debt bigint, qualifying bigint, seq bigint,
      "activeAt" timestamptz)
    WHERE ledger_account.shop_id = ${shopId}::uuid AND ledger_account.customer_id = after."customerId"
      AND ledger_account.customer_id = ANY(${accounts.map(({ customerId }) => customerId)}::uuid[])`;
}

function entryRow({ entry, input }: RecordedEntry) {
  return { ...entry, inputHash: input && hashOf(input) };
}

/** What is kept of what was asked for. In hexadecimal. */
export function hashOf(input: string): string {
  return createHash("sha256").update(input).digest("hex");
}

function pointsChanged({ entry, account, source }: RecordedEntry): EventDraft[] {
  const moved = [entry.availableDelta, entry.pendingDelta, entry.heldDelta, entry.debtDelta];
  if (moved.every((delta) => delta === 0n)) return [];
  return [
    {
      type: "points.changed",
      customerId: entry.customerId,
      orderId: entry.orderId,
      occurredAt: entry.occurredAt,
      source,
      dedupeKey: `points.changed.${entry.id}`,
      properties: { entryId: entry.id, kind: entry.kind, available: String(account.available) },
    },
  ];
}

/** Points go through JSON as text: they may be larger than its numbers. */
function asJson(rows: object[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
