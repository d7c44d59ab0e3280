import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { redated } from "#app/loyalty/program/expiry.ts";

import { type LedgerBatch, holdingsOf, recordDates } from "../ledger-batch.ts";
import { spendable } from "../lots.ts";
import { loadLots, openBatch } from "../open-batch.server.ts";
import { writeBatch } from "../write-batch.server.ts";

const ACCOUNTS_AT_ONCE = 500;
const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Gives the points that were there before the expiry was changed their new dates, some accounts at
 * a time. Safe to begin again after it ended in between, and to run beside everything else that
 * moves points.
 */
export async function dateLots(shopId: string, at: Date): Promise<void> {
  const { expirySince } = await inShop(shopId, (tx) =>
    tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId }, select: { expirySince: true } }),
  );
  for (let after: string | null = NO_ID; after !== null;)
    after = await inShop(shopId, (tx) => datePage(tx, after as string, at));
  // Should the expiry have been changed again meanwhile, this is not what it is now, and all is
  // dated once more.
  await inShop(shopId, (tx) =>
    tx.loyaltyProgram.update({ where: { shopId }, data: { lotsDatedFor: expirySince } }),
  );
}

async function datePage(tx: ShopTx, after: string, at: Date): Promise<string | null> {
  const page = await tx.ledgerAccount.findMany({
    where: { shopId: tx.shopId, customerId: { gt: after } },
    select: { customerId: true },
    orderBy: { customerId: "asc" },
    take: ACCOUNTS_AT_ONCE,
  });
  const ids = page.map(({ customerId }) => customerId);
  if (ids.length === 0) return null;
  const batch = await openBatch(tx, ids, at);
  await loadLots(tx, batch, ids);
  for (const id of ids) dateLotsOf(batch, id);
  await writeBatch(tx, batch);
  return ids.length < ACCOUNTS_AT_ONCE ? null : (ids.at(-1) ?? null);
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
