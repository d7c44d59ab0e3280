import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * Reactions that wait for this (`Reaction.waitsFor`, `PartialRetry.waitsFor`) do not wait for their next try any more, and their tries
 * are counted anew: to have waited is no failure. What is being run at this moment comes back by itself. Returns how many were woken;
 * `limit` is for those of an import, which may be a million.
 */
export async function wakeWaiting(
  tx: ShopTx,
  shopId: string,
  waitsFor: string,
  { at, limit = null }: { at: Date; limit?: number | null },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE reaction SET due_at = ${at}, attempts = 0
    WHERE (shop_id, event_id, name) IN (
      SELECT shop_id, event_id, name FROM reaction
      WHERE shop_id = ${shopId}::uuid AND state = 'pending' AND waits_for = ${waitsFor} AND due_at > ${at}
      LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;
}

/** Of how many events reactions wait for this. */
export async function countWaiting(tx: ShopTx, waitsFor: string): Promise<number> {
  const [waiting] = await tx.$queryRaw<{ events: number }[]>`
    SELECT count(DISTINCT event_id)::int AS events FROM reaction
    WHERE shop_id = ${tx.shopId}::uuid AND state = 'pending' AND waits_for = ${waitsFor}`;
  return waiting?.events ?? 0;
}
