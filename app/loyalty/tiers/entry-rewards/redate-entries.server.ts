import type { ShopTx } from "#app/ground/db.server.ts";
import { expiryOf } from "#app/loyalty/program/expiry.ts";
import {
  type LedgerBatch,
  holdingsOf,
  recordDates,
  survivorOf,
} from "#app/loyalty/ledger/ledger-batch.ts";
import type { Lot } from "#app/loyalty/ledger/ledger-entry.ts";
import { listGivenLots } from "#app/loyalty/ledger/ledger-store.server.ts";
import { loadLots, openBatch } from "#app/loyalty/ledger/open-batch.server.ts";
import { writeBatch } from "#app/loyalty/ledger/write-batch.server.ts";

import type { MisdatedEntry } from "./entry-reward.ts";

type Misdated = MisdatedEntry & { customerId: string };

/** Dates what was given for coming into tiers by what led there, also where that was heard of later: the points expire by it. */
export async function redateEntries(
  tx: ShopTx,
  misdated: readonly Misdated[],
  at: Date,
): Promise<void> {
  if (misdated.length === 0) return;
  const customerIds = misdated.map(({ customerId }) => customerId);
  const batch = await openBatch(tx, customerIds, at);
  await loadLots(tx, batch, customerIds);
  const keys = misdated.flatMap(({ entry }) => entry.entryKey ?? []);
  const given = await listGivenLots(tx, keys);
  for (const { customerId, entry, at: enteredAt } of misdated) {
    const ids = given.get(entry.entryKey ?? "") ?? new Set();
    const owner = survivorOf(batch, customerId);
    const lots = holdingsOf(batch, owner).lots.filter(({ id }) => ids.has(id));
    recordDates(
      batch,
      owner,
      lots.map((lot) => dated(lot, enteredAt, batch)),
    );
    const { recordId, tierId, number } = entry;
    await tx.tierEntry.update({
      where: {
        shopId_customerId_tierId_number: {
          shopId: tx.shopId,
          customerId: recordId,
          tierId,
          number,
        },
      },
      data: { enteredAt },
    });
  }
  await writeBatch(tx, batch);
}

/** Where expiry is rolling all points go by one date; pending ones have none yet; and what was given more time keeps it. */
function dated(lot: Lot, earnedAt: Date, { terms }: LedgerBatch): Lot {
  const isFixed = terms.expiry.kind === "fixed" && !lot.pending && lot.extendedAt === null;
  return { ...lot, earnedAt, expiresAt: isFixed ? expiryOf(terms, earnedAt) : lot.expiresAt };
}
