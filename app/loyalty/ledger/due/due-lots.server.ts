import { inShop, type ShopTx } from "#app/ground/db.server.ts";

import { type LedgerBatch, survivorOf } from "../ledger-batch.ts";
import { loadLots, openBatch } from "../open-batch.server.ts";
import { writeBatch } from "../write-batch.server.ts";

const CUSTOMERS_AT_ONCE = 300;

/** Finds customers who have lots that something is due for, at most `limit`; frozen accounts are not among them. */
export type FindDue = (tx: ShopTx, limit: number) => Promise<{ customerId: string }[]>;

/**
 * Works through the customers of a shop who have something due, some at a time, each time in a
 * transaction of its own: what is done stays done should the work end in between. `step` decides
 * against a batch with the customer's lots; `afterwards` is for what else is to be written with it.
 * Ends when nobody is found any more.
 */
export async function workOnDueLots<Result>(
  shopId: string,
  at: Date,
  findDue: FindDue,
  step: (batch: LedgerBatch, customerId: string) => Result,
  afterwards: (tx: ShopTx, results: Result[]) => Promise<void> = async () => {},
): Promise<void> {
  for (let worked = true; worked;) {
    worked = await inShop(shopId, async (tx) => {
      const due = await findDue(tx, CUSTOMERS_AT_ONCE);
      if (due.length === 0) return false;
      const ids = due.map(({ customerId }) => customerId);
      const batch = await openBatch(tx, ids, at);
      await loadLots(tx, batch, ids);
      const standing = new Set(ids.map((id) => survivorOf(batch, id)));
      const results = [...standing].map((id) => step(batch, id));
      const changed = batch.entered.length > 0 || batch.touched.size > 0;
      await writeBatch(tx, batch);
      await afterwards(tx, results);
      // Whoever is found again and again without anything to do must not keep the others waiting
      // for ever.
      return changed;
    });
  }
}
