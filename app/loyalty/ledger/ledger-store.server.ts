import { createHash } from "node:crypto";

import { personsOf } from "#app/customers/identity/persons-of.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { ensureProgram } from "../program/program.server.ts";
import type { KnownEntry, RecordedEntry } from "./ledger-batch.ts";
import type { Account, Lot } from "./ledger-entry.ts";
import type { LedgerTerms } from "./posting.ts";
import { nothingTaken, type RedemptionPoints } from "./redemption-points.ts";
import type { Movement } from "./shortfall.ts";

// All that posting asks of SQL. Rows come in sets and go out in one statement; what they mean is
// decided elsewhere.

/** The columns of a lot `l`. */
export const lotColumns = Prisma.sql`
  l.id, l.customer_id AS "customerId", l.entry_id AS "entryId", l.order_id AS "orderId", l.original, l.remaining,
  l.gone, l.expired, l.earned_at AS "earnedAt", l.expires_at AS "expiresAt", l.pending, l.release_at AS "releaseAt",
  l.origin_lot_id AS "originLotId", l.extended_at AS "extendedAt"`;

type Taken = Pick<RedemptionPoints, "taken">;

/** What of a shop's program decides how entries are posted. In one look, as every posting needs it. */
export async function loadTerms(tx: ShopTx, at: Date): Promise<LedgerTerms> {
  const [terms] = await findTerms(tx);
  if (terms) return terms;
  await ensureProgram(tx, at);
  return (await findTerms(tx))[0] as LedgerTerms;
}

function findTerms(tx: ShopTx): Promise<LedgerTerms[]> {
  return tx.$queryRaw<LedgerTerms[]>`
    SELECT p.shortfall, p.debt_limit AS "debtLimit", p.expiry, p.expiry_since AS "expirySince", s.timezone
    FROM loyalty_program p JOIN shop s ON s.id = p.shop_id
    WHERE p.shop_id = ${tx.shopId}::uuid`;
}

/**
 * Locks the accounts of these customers until the transaction ends, in the order of their ids,
 * opening those that do not exist yet. By customer.
 */
export async function lockAccounts(
  tx: ShopTx,
  ids: readonly string[],
  at: Date,
): Promise<Map<string, Account>> {
  const found = await lockExisting(tx, ids);
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  await tx.$executeRaw`
    INSERT INTO ledger_account (shop_id, customer_id, updated_at)
    SELECT ${tx.shopId}::uuid, id, ${at}
    FROM unnest(${missing}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    ORDER BY place
    ON CONFLICT DO NOTHING`;
  return new Map([...found, ...(await lockExisting(tx, missing))]);
}

async function lockExisting(tx: ShopTx, ids: readonly string[]): Promise<Map<string, Account>> {
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT customer_id AS "customerId", available, pending, held, debt, qualifying, forgiven, spent, seq,
      active_at AS "activeAt", frozen_at AS "frozenAt"
    FROM ledger_account
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${ids}::uuid[])
    ORDER BY customer_id
    FOR UPDATE`;
  return new Map(accounts.map((account) => [account.customerId, account]));
}

/** Whether one of these records was merged into another one. */
export async function isAnyMerged(tx: ShopTx, customerIds: readonly string[]): Promise<boolean> {
  const merged = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM customer
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY(${customerIds}::uuid[]) AND merged_into_id IS NOT NULL
    LIMIT 1`;
  return merged.length > 0;
}

/**
 * The lots of these customers that still hold points, and those whose points expired since a day; or all of which anything was spent,
 * or expired, too.
 */
export function listLots(
  tx: ShopTx,
  customerIds: readonly string[],
  which: "filled" | "all" | { expiredSince: Date },
): Promise<Lot[]> {
  const isAsked = {
    filled: Prisma.sql`l.remaining > 0`,
    all: Prisma.sql`(l.remaining > 0 OR l.original > l.gone)`,
  };
  const isWanted =
    typeof which === "string"
      ? isAsked[which]
      : Prisma.sql`(l.remaining > 0 OR (l.expired > 0 AND l.expires_at >= ${which.expiredSince}))`;
  return tx.$queryRaw<Lot[]>`
    SELECT ${lotColumns} FROM lot l
    WHERE l.shop_id = ${tx.shopId}::uuid AND l.customer_id = ANY(${customerIds}::uuid[]) AND ${isWanted}`;
}

/**
 * All movements of these customers, those of the records that they once were among them, by
 * customer: a person is looked at as if there had been one account from the beginning. `limit` is
 * the present one.
 */
export async function listMovements(
  tx: ShopTx,
  customerIds: readonly string[],
  limit: bigint | null,
): Promise<Map<string, Movement[]>> {
  const { shopId } = tx;
  type Row = Movement & { customerId: string; isTakenBack: boolean };
  const rows = await tx.$queryRaw<Row[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", e.redemption_id::text AS "redemptionId", min(e.occurred_at) AS at,
      sum(e.available_delta - e.debt_delta - CASE WHEN e.debt_limit IS NULL THEN 0 ELSE e.forgiven END)::bigint AS points,
      min(e.debt_limit) AS "limit", bool_or(e.kind = 'reverse') AS "isTakenBack"
    FROM person
    JOIN ledger_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    WHERE e.kind NOT IN ('move_in', 'move_out')
    GROUP BY person.customer_id, e.redemption_id, COALESCE(e.redemption_id, e.id)`;
  const movements = rows.map(({ isTakenBack, ...row }) => (isTakenBack ? row : { ...row, limit }));
  return Map.groupBy(movements, ({ customerId }) => customerId);
}

/**
 * `WITH RECURSIVE given (key, lot_id, remaining)`: the lots that hold what the entries with these
 * keys gave, or held it once, wherever merges and partings have taken it.
 */
export function givenLots(shopId: string, keys: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE given AS (
      SELECT e.idempotency_key AS key, l.id AS lot_id, l.remaining
      FROM ledger_entry e
      JOIN lot l ON l.shop_id = e.shop_id AND l.customer_id = e.customer_id AND l.entry_id = e.id
      WHERE e.shop_id = ${shopId}::uuid AND e.idempotency_key = ANY(${keys}::text[])
      UNION ALL
      SELECT given.key, next.id, next.remaining
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
  keys: readonly string[],
): Promise<Map<string, ReadonlySet<string>>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ key: string; lotId: string }[]>`
    ${givenLots(tx.shopId, keys)}
    SELECT key, lot_id::text AS "lotId" FROM given`;
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, some]) => [
      key,
      new Set(some.map(({ lotId }) => lotId)),
    ]),
  );
}

/** What these redemptions hold and took so far, with the lots that points may go back to; of one that has no entries nothing. */
export async function loadRedemptionPoints(
  tx: ShopTx,
  ids: readonly string[],
): Promise<Map<string, RedemptionPoints>> {
  const { shopId } = tx;
  if (ids.length === 0) return new Map();
  const held = await tx.$queryRaw<{ redemptionId: string; held: bigint; captured: bigint }[]>`
    SELECT redemption_id AS "redemptionId", sum(held_delta)::bigint AS held,
      sum(CASE kind WHEN 'capture' THEN -held_delta WHEN 'return' THEN outside_delta ELSE 0 END)::bigint AS captured
    FROM ledger_entry
    WHERE shop_id = ${shopId}::uuid AND redemption_id = ANY(${ids}::uuid[])
    GROUP BY redemption_id`;
  // What went back into a lot of its own was taken from the lot that it came from.
  const taken = await tx.$queryRaw<(Lot & { redemptionId: string; short: bigint })[]>`
    WITH entry AS (
      SELECT id, redemption_id FROM ledger_entry
      WHERE shop_id = ${shopId}::uuid AND redemption_id = ANY(${ids}::uuid[])
    ), moved AS (
      SELECT e.redemption_id, u.lot_id, u.points
      FROM entry e JOIN lot_use u ON u.shop_id = ${shopId}::uuid AND u.entry_id = e.id
      UNION ALL
      SELECT e.redemption_id, own.origin_lot_id, -own.original
      FROM entry e JOIN lot own ON own.shop_id = ${shopId}::uuid AND own.entry_id = e.id
      WHERE own.origin_lot_id IS NOT NULL
    ), short AS (
      SELECT redemption_id, lot_id, sum(points)::bigint AS short FROM moved GROUP BY redemption_id, lot_id
    )
    SELECT s.redemption_id AS "redemptionId", s.short, ${lotColumns}
    FROM short s JOIN lot l ON l.shop_id = ${shopId}::uuid AND l.id = s.lot_id
    WHERE s.short > 0`;

  const takenOf = Map.groupBy(taken, ({ redemptionId }) => redemptionId);
  const points = new Map(ids.map((id) => [id, nothingTaken]));
  for (const { redemptionId, ...rest } of held) {
    const lots = takenOf.get(redemptionId) ?? [];
    points.set(redemptionId, {
      ...rest,
      taken: lots.map(({ redemptionId: _, short, ...lot }) => ({ lot, points: short })),
    });
  }
  return points;
}

/** What changes by hand with these keys took, with the lots that it can go back to; null for one that took nothing. */
export async function loadTaken(
  tx: ShopTx,
  keys: readonly string[],
): Promise<Map<string, Taken | null>> {
  if (keys.length === 0) return new Map();
  const taken = await tx.$queryRaw<(Lot & { key: string; short: bigint })[]>`
    SELECT e.idempotency_key AS key, u.points AS short, ${lotColumns}
    FROM ledger_entry e
    JOIN lot_use u ON u.shop_id = e.shop_id AND u.entry_id = e.id
    JOIN lot l ON l.shop_id = u.shop_id AND l.id = u.lot_id
    WHERE e.shop_id = ${tx.shopId}::uuid AND e.idempotency_key = ANY(${keys}::text[])
      AND e.kind = 'adjust' AND e.available_delta < 0`;
  const byKey = Map.groupBy(taken, ({ key }) => key);
  return new Map(
    keys.map((key) => {
      const lots = byKey.get(key)?.map(({ key: _, short, ...lot }) => ({ lot, points: short }));
      return [key, lots ? { taken: lots } : null];
    }),
  );
}

/** The entries that have these keys, with the hash of what was asked for. */
export function findEntries(
  tx: ShopTx,
  keys: readonly string[],
): Promise<(Omit<KnownEntry, "input"> & { inputHash: string | null })[]> {
  return tx.$queryRaw`
    SELECT id, idempotency_key AS "idempotencyKey", customer_id AS "customerId", kind, order_id AS "orderId",
      redemption_id AS "redemptionId", held_delta AS "heldDelta", outside_delta AS "outsideDelta", forgiven,
      encode(input_hash, 'hex') AS "inputHash"
    FROM ledger_entry
    WHERE shop_id = ${tx.shopId}::uuid AND idempotency_key = ANY(${keys}::text[])`;
}

/** What a batch writes: entries with what they used, the lots that they made, and what lots and accounts are now. */
export type LedgerRows = {
  at: Date;
  entered: readonly RecordedEntry[];
  made: readonly Lot[];
  changed: readonly Lot[];
  accounts: readonly Account[];
};

/**
 * All in one statement: a customer at the till waits for each trip to the database. What is updated
 * is named by its ids, too, as the planner takes JSON for a hundred rows and would read a whole
 * shop's for them.
 */
export async function writeRows(
  tx: ShopTx,
  { at: now, entered, made, changed, accounts }: LedgerRows,
): Promise<void> {
  const { shopId } = tx;
  await tx.$executeRaw`
    WITH entries AS (
      INSERT INTO ledger_entry (
        shop_id, id, customer_id, seq, kind, available_delta, pending_delta, held_delta, debt_delta, qualifying_delta,
        outside, outside_delta, idempotency_key, input_hash, rule_snapshot, order_id, redemption_id, import_id, transfer_id,
        transfer_kind, counterparty_id, forgiven, debt_limit, actor, reason, occurred_at, recorded_at)
      SELECT ${shopId}::uuid, id, "customerId", seq, kind, "availableDelta", "pendingDelta", "heldDelta", "debtDelta",
        "qualifyingDelta", outside, "outsideDelta", "idempotencyKey", decode("inputHash", 'hex'), NULLIF("ruleSnapshot", 'null'::jsonb), "orderId",
        "redemptionId", "importId", "transferId", "transferKind", "counterpartyId", forgiven, "debtLimit", actor, reason, "occurredAt",
        ${now}
      FROM jsonb_to_recordset(${toJson(entered.map(entryRow))}::jsonb) AS entry(
        id uuid, "customerId" uuid, seq bigint, kind text, "availableDelta" bigint, "pendingDelta" bigint,
        "heldDelta" bigint, "debtDelta" bigint, "qualifyingDelta" bigint, outside text, "outsideDelta" bigint,
        "idempotencyKey" text, "inputHash" text, "ruleSnapshot" jsonb, "orderId" bigint, "redemptionId" uuid, "importId" uuid,
        "transferId" uuid, "transferKind" text, "counterpartyId" uuid, forgiven bigint, "debtLimit" bigint, actor text, reason jsonb,
        "occurredAt" timestamptz)
    ), made AS (
      INSERT INTO lot (shop_id, id, customer_id, entry_id, order_id, original, remaining, gone, expired, earned_at, expires_at,
        pending, release_at, origin_lot_id, extended_at)
      SELECT ${shopId}::uuid, id, "customerId", "entryId", "orderId", original, remaining, gone, expired, "earnedAt",
        "expiresAt", pending, "releaseAt", "originLotId", "extendedAt"
      FROM jsonb_to_recordset(${toJson(made)}::jsonb) AS lot(
        id uuid, "customerId" uuid, "entryId" uuid, "orderId" bigint, original bigint, remaining bigint,
        gone bigint, expired bigint, "earnedAt" timestamptz, "expiresAt" timestamptz, pending boolean, "releaseAt" timestamptz,
        "originLotId" uuid, "extendedAt" timestamptz)
    ), changed AS (
      UPDATE lot SET remaining = after.remaining, gone = after.gone, expired = after.expired, earned_at = after."earnedAt",
        expires_at = after."expiresAt", pending = after.pending, release_at = after."releaseAt", extended_at = after."extendedAt"
      FROM jsonb_to_recordset(${toJson(changed)}::jsonb) AS after(
        id uuid, remaining bigint, gone bigint, expired bigint, "earnedAt" timestamptz, "expiresAt" timestamptz, pending boolean,
        "releaseAt" timestamptz, "extendedAt" timestamptz)
      WHERE lot.shop_id = ${shopId}::uuid AND lot.id = after.id AND lot.id = ANY(${changed.map(({ id }) => id)}::uuid[])
    ), uses AS (
      INSERT INTO lot_use (shop_id, lot_id, entry_id, points)
      SELECT ${shopId}::uuid, "lotId", "entryId", points
      FROM jsonb_to_recordset(${toJson(entered.flatMap(({ uses }) => uses))}::jsonb) AS use(
        "lotId" uuid, "entryId" uuid, points bigint)
    )
    UPDATE ledger_account
    SET available = after.available, pending = after.pending, held = after.held, debt = after.debt,
      qualifying = after.qualifying, forgiven = after.forgiven, spent = after.spent, seq = after.seq, active_at = after."activeAt", updated_at = ${now}
    FROM jsonb_to_recordset(${toJson(accounts)}::jsonb) AS after(
      "customerId" uuid, available bigint, pending bigint, held bigint, debt bigint, qualifying bigint, forgiven bigint,
      spent boolean, seq bigint, "activeAt" timestamptz)
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
