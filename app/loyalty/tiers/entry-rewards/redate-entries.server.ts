import type { ShopTx } from "#app/ground/db.server.ts";
import { expiryOf } from "#app/loyalty/ledger/expiry.ts";
import { type Book, holdingsOf, keepDates, survivorOf } from "#app/loyalty/ledger/ledger-batch.ts";
import type { Lot } from "#app/loyalty/ledger/ledger-entry.ts";
import { listGivenLots } from "#app/loyalty/ledger/load-given-lots.server.ts";
import { loadLots } from "#app/loyalty/ledger/load-lots.server.ts";
import { openBook } from "#app/loyalty/ledger/open-batch.server.ts";
import { writeBook } from "#app/loyalty/ledger/write-batch.server.ts";

import type { MisdatedEntry } from "./entry-reward.ts";

type Misdated = MisdatedEntry & { customerId: string };

/** Dates what was given for coming into tiers by what led there, also where that was heard of later: the points expire by it. */
export async function redateEntries(
  tx: ShopTx,
  shopId: string,
  misdated: readonly Misdated[],
  at: Date,
): Promise<void> {
  if (misdated.length === 0) return;
  const customerIds = misdated.map(({ customerId }) => customerId);
  const book = await openBook(tx, shopId, customerIds, at);
  await loadLots(tx, shopId, book, customerIds);
  const keys = misdated.flatMap(({ entry }) => entry.entryKey ?? []);
  const given = await listGivenLots(tx, shopId, keys);
  for (const { customerId, entry, at: enteredAt } of misdated) {
    const ids = given.get(entry.entryKey ?? "") ?? new Set();
    const owner = survivorOf(book, customerId);
    const lots = holdingsOf(book, owner).lots.filter(({ id }) => ids.has(id));
    keepDates(
      book,
      owner,
      lots.map((lot) => dated(lot, enteredAt, book)),
    );
    const { recordId, tierId, number } = entry;
    await tx.tierEntry.update({
      where: { shopId_customerId_tierId_number: { shopId, customerId: recordId, tierId, number } },
      data: { enteredAt },
    });
  }
  await writeBook(tx, shopId, book);
}

/** Where expiry is rolling all points go by one date; pending ones have none yet; and what was given more time keeps it. */
function dated(lot: Lot, earnedAt: Date, { terms }: Book): Lot {
  const isFixed = terms.expiry.kind === "fixed" && !lot.pending && lot.extendedAt === null;
  return { ...lot, earnedAt, expiresAt: isFixed ? expiryOf(terms, earnedAt) : lot.expiresAt };
}
