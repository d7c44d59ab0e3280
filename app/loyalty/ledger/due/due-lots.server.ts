import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { Prisma } from "#prisma/generated/client/client.ts";

import { type LedgerBatch, isFrozen, survivorOf } from "../ledger-batch.ts";
import { loadLots, openBatch } from "../open-batch.server.ts";
import { writeBatch } from "../write-batch.server.ts";

const CUSTOMERS_AT_ONCE = 300;

/**
 * Works through the customers of a shop who have lots `l` of which `due` is so, some at a time, each
 * time in a transaction of its own: what is done stays done should the work end in between. `step`
 * decides against a batch with the customer's lots; `afterwards` is for what else is to be written
 * with it. Frozen accounts are passed over. Ends when nobody is found any more.
 */
export async function workOnDueLots<Result>(
  shopId: string,
  { due, at }: { due: Prisma.Sql; at: Date },
  step: (batch: LedgerBatch, customerId: string) => Result,
  afterwards: (tx: ShopTx, results: Result[]) => Promise<void> = async () => {},
): Promise<void> {
  for (let worked = true; worked;) {
    worked = await inShop(shopId, async (tx) => {
      const found = await tx.$queryRaw<{ customerId: string }[]>`
        SELECT DISTINCT l.customer_id AS "customerId"
        FROM lot l
        JOIN ledger_account a ON a.shop_id = l.shop_id AND a.customer_id = l.customer_id
        WHERE l.shop_id = ${shopId}::uuid AND l.remaining > 0 AND ${due} AND a.frozen_at IS NULL
        LIMIT ${CUSTOMERS_AT_ONCE}::int`;
      if (found.length === 0) return false;
      const ids = found.map(({ customerId }) => customerId);
      const batch = await openBatch(tx, ids, at);
      await loadLots(tx, batch, ids);
      const standing = new Set(ids.map((id) => survivorOf(batch, id)));
      const moving = [...standing].filter((id) => !isFrozen(batch, id));
      const results = moving.map((id) => step(batch, id));
      const changed = batch.entered.length > 0 || batch.touched.size > 0;
      await writeBatch(tx, batch);
      await afterwards(tx, results);
      // Whoever is found again and again without anything to do must not keep the others waiting
      // for ever.
      return changed;
    });
  }
}
