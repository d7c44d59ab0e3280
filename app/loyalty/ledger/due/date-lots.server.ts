import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";
import { redated } from "#app/loyalty/program/expiry.ts";

import { type LedgerBatch, holdingsOf, recordDates } from "../ledger-batch.ts";
import { spendable } from "../lots.ts";
import { loadLots, openBatch } from "../open-batch.server.ts";
import { writeBatch } from "../write-batch.server.ts";

const ACCOUNTS_AT_ONCE = 500;

/**
 * Gives the points that were there before the expiry was changed their new dates, some accounts at
 * a time. Safe to begin again after it ended in between, and to run beside everything else that
 * moves points.
 */
export async function dateLots(shopId: string, at: Date): Promise<void> {
  const { expirySince } = await inShop(shopId, (tx) =>
    tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId }, select: { expirySince: true } }),
  );
  const accounts = pagesById((after) => inShop(shopId, (tx) => accountsAfter(tx, after)));
  for await (const page of accounts) {
    const ids = page.map(({ id }) => id);
    await inShop(shopId, (tx) => dateAccounts(tx, ids, at));
  }
  // Should the expiry have been changed again meanwhile, this is not what it is now, and all is
  // dated once more.
  await inShop(shopId, (tx) =>
    tx.loyaltyProgram.update({ where: { shopId }, data: { lotsDatedFor: expirySince } }),
  );
}

function accountsAfter(tx: ShopTx, after: string): Promise<{ id: string }[]> {
  return tx.$queryRaw<{ id: string }[]>`
    SELECT customer_id::text AS id FROM ledger_account
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id > ${after}::uuid
    ORDER BY customer_id LIMIT ${ACCOUNTS_AT_ONCE}::int`;
}

async function dateAccounts(tx: ShopTx, ids: readonly string[], at: Date): Promise<void> {
  const batch = await openBatch(tx, ids, at);
  await loadLots(tx, batch, ids);
  for (const id of ids) dateLotsOf(batch, id);
  await writeBatch(tx, batch);
}

function dateLotsOf(batch: LedgerBatch, customerId: string): void {
  const { account, lots } = holdingsOf(batch, customerId);
  const isRolling = batch.terms.expiry.kind === "rolling";
  const dated = spendable(lots).map((lot) => {
    const startedAt = isRolling ? (account.activeAt ?? lot.earnedAt) : lot.earnedAt;
    return { ...lot, expiresAt: redated(batch.terms, startedAt, lot.expiresAt) };
  });
  const changed = dated.filter(
    ({ expiresAt }, index) => Number(expiresAt) !== Number(spendable(lots)[index]?.expiresAt),
  );
  recordDates(batch, customerId, changed);
}
