import type { ShopTx } from "#app/ground/db.server.ts";

import { holdingsOf, recordDates } from "../ledger/ledger-batch.ts";
import { spendable } from "../ledger/lots.ts";
import { loadLots, openBatch } from "../ledger/open-batch.server.ts";
import { writeBatch } from "../ledger/write-batch.server.ts";
import { expiryOfReturned } from "../program/expiry.ts";

/**
 * Points that would have expired while the program is paused, or within 30 days of now, are there for those 30 days: nobody could use
 * them meanwhile.
 */
export async function giveTime(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<void> {
  const batch = await openBatch(tx, customerIds, at);
  await loadLots(tx, batch, customerIds);
  for (const id of customerIds) {
    const lots = spendable(holdingsOf(batch, id).lots);
    const dated = lots.map((lot) => ({
      ...lot,
      expiresAt: expiryOfReturned(lot.expiresAt, at, batch.terms.timezone),
    }));
    const longer = dated.filter(
      ({ expiresAt }, index) => Number(expiresAt) !== Number(lots[index]?.expiresAt),
    );
    recordDates(batch, id, longer);
  }
  await writeBatch(tx, batch);
}
