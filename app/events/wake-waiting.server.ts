import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * Reactions that wait for this (`PartialRetry.waitsFor`) do not wait for their next try any more. What is being run at this moment
 * comes back by itself.
 */
export async function wakeWaiting(
  tx: ShopTx,
  shopId: string,
  waitsFor: string,
  at: Date,
): Promise<void> {
  await tx.reaction.updateMany({
    where: { shopId, state: "pending", leaseUntil: null, waitsFor },
    data: { dueAt: at },
  });
}
