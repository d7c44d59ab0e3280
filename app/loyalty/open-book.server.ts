import type { ShopTx } from "#app/db.server.ts";

import type { Book, KnownEntry } from "./book.ts";
import type { Account, Lot } from "./ledger-entry.ts";

/**
 * Locks the accounts of these customers until the transaction ends, opening those that do not exist yet, and returns them as a
 * book without lots. Always in the same order, so that two batches wait for each other instead of blocking each other.
 */
export async function openBook(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
  now: Date,
): Promise<Book> {
  const ids = [...new Set(customerIds)].toSorted();
  await tx.$executeRaw`
    INSERT INTO ledger_account (shop_id, customer_id, updated_at)
    SELECT ${shopId}::uuid, id, ${now}
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    ORDER BY place
    ON CONFLICT DO NOTHING`;
  const accounts = await tx.$queryRaw<Account[]>`
    SELECT customer_id AS "customerId", available, pending, held, debt, qualifying, seq
    FROM ledger_account
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${ids}::uuid[])
    ORDER BY customer_id
    FOR UPDATE`;
  return {
    accounts: new Map(accounts.map((account) => [account.customerId, account])),
    lots: new Map(),
    known: new Map(),
    entered: [],
  };
}

/** Puts the lots of these customers that still hold points into the book. Their accounts must be open in it. */
export async function loadLots(
  tx: ShopTx,
  shopId: string,
  book: Book,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return;
  const lots = await tx.$queryRaw<Lot[]>`
    SELECT id, customer_id AS "customerId", entry_id AS "entryId", order_id AS "orderId",
      original, remaining, earned_at AS "earnedAt", expires_at AS "expiresAt"
    FROM lot
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[]) AND remaining > 0`;
  for (const [customerId, own] of Map.groupBy(lots, (lot) => lot.customerId)) {
    book.lots.set(customerId, own);
  }
}

/** Puts the entries that already have one of these keys into the book. */
export async function loadKnown(
  tx: ShopTx,
  shopId: string,
  book: Book,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return;
  const known = await tx.$queryRaw<KnownEntry[]>`
    SELECT idempotency_key AS "idempotencyKey", customer_id AS "customerId", kind, order_id AS "orderId", reason
    FROM ledger_entry
    WHERE shop_id = ${shopId}::uuid AND idempotency_key = ANY(${keys}::text[])`;
  for (const entry of known) book.known.set(entry.idempotencyKey, entry);
}
