import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { type Book, holdingsOf, keepDates } from "../ledger-batch.ts";
import { redated } from "../expiry.ts";
import { spendable } from "../lots.ts";
import { loadLots } from "../load-lots.server.ts";
import { openBook } from "../open-batch.server.ts";
import { writeBook } from "../write-batch.server.ts";

const ACCOUNTS_AT_ONCE = 500;
const NO_ID = "00000000-0000-0000-0000-000000000000";

/**
 * Gives the points that were there before the expiry was changed their new dates, some accounts at a time. Safe to begin again
 * after it ended in between, and to run beside everything else that moves points.
 */
export async function dateLots(shopId: string, at: Date): Promise<void> {
  const { expirySince } = await inShop(shopId, (tx) =>
    tx.loyaltyProgram.findUniqueOrThrow({ where: { shopId }, select: { expirySince: true } }),
  );
  for (let after: string | null = NO_ID; after !== null;)
    after = await inShop(shopId, (tx) => datePage(tx, shopId, after as string, at));
  // Should the expiry have been changed again meanwhile, this is not what it is now, and all is dated once more.
  await inShop(shopId, (tx) =>
    tx.loyaltyProgram.update({ where: { shopId }, data: { lotsDatedFor: expirySince } }),
  );
}

async function datePage(
  tx: ShopTx,
  shopId: string,
  after: string,
  at: Date,
): Promise<string | null> {
  const page = await tx.ledgerAccount.findMany({
    where: { shopId, customerId: { gt: after } },
    select: { customerId: true },
    orderBy: { customerId: "asc" },
    take: ACCOUNTS_AT_ONCE,
  });
  const ids = page.map(({ customerId }) => customerId);
  if (ids.length === 0) return null;
  const book = await openBook(tx, shopId, ids, at);
  await loadLots(tx, shopId, book, ids);
  for (const id of ids) dateLotsOf(book, id);
  await writeBook(tx, shopId, book);
  return ids.length < ACCOUNTS_AT_ONCE ? null : (ids.at(-1) ?? null);
}

function dateLotsOf(book: Book, customerId: string): void {
  const { account, lots } = holdingsOf(book, customerId);
  const isRolling = book.terms.expiry.kind === "rolling";
  const dated = spendable(lots).map((lot) => {
    const startedAt = isRolling ? (account.activeAt ?? lot.earnedAt) : lot.earnedAt;
    return { ...lot, expiresAt: redated(book.terms, startedAt, lot.expiresAt) };
  });
  const changed = dated.filter(
    ({ expiresAt }, index) => Number(expiresAt) !== Number(spendable(lots)[index]?.expiresAt),
  );
  keepDates(book, customerId, changed);
}
