import type { ShopTx } from "#app/ground/db.server.ts";

import { type LedgerBatch, survivorOf } from "./ledger-batch.ts";
import type { Lot } from "./ledger-entry.ts";

/** Puts the lots of these customers that still hold points into the batch, once. Their accounts must be open in it. */
export async function loadLots(
  tx: ShopTx,
  shopId: string,
  batch: LedgerBatch,
  customerIds: readonly string[],
): Promise<void> {
  const wanted = customerIds.flatMap((id) => [id, survivorOf(batch, id)]);
  const ids = [...new Set(wanted)].filter((id) => !batch.lots.has(id));
  if (ids.length === 0) return;
  const lots = await tx.$queryRaw<Lot[]>`
    SELECT id, customer_id AS "customerId", entry_id AS "entryId", order_id AS "orderId", original, remaining,
      earned_at AS "earnedAt", expires_at AS "expiresAt", pending, release_at AS "releaseAt",
      origin_lot_id AS "originLotId", extended_at AS "extendedAt"
    FROM lot
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${ids}::uuid[]) AND remaining > 0`;
  const byCustomer = Map.groupBy(lots, (lot) => lot.customerId);
  for (const id of ids) batch.lots.set(id, byCustomer.get(id) ?? []);
}
