import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { isFrozen } from "../ledger-batch.ts";
import { workOnDueLots } from "./due-lots.server.ts";
import { releaseDue } from "./due-points.ts";

/** Lets the points of a shop be spent whose waiting is over. Doing it again does nothing. */
export async function releasePoints(shopId: string, at: Date): Promise<void> {
  const findDue = (tx: ShopTx, limit: number) => tx.$queryRaw<{ customerId: string }[]>`
    SELECT DISTINCT l.customer_id AS "customerId"
    FROM lot l
    JOIN ledger_account a ON a.shop_id = l.shop_id AND a.customer_id = l.customer_id
    WHERE l.shop_id = ${shopId}::uuid AND l.pending AND l.remaining > 0 AND l.release_at <= ${at}
      AND a.frozen_at IS NULL
    LIMIT ${limit}::int`;
  await workOnDueLots(shopId, at, findDue, (batch, customerId) => {
    if (!isFrozen(batch, customerId)) releaseDue(batch, customerId, newId);
  });
}
