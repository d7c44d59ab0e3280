import type { ShopTx } from "#app/ground/db.server.ts";

import type { Move, Unmerge } from "./transfer-rows.server.ts";

/**
 * What a merged record reached, the one that stays has reached. What both have stays with each: it
 * was celebrated, and paid, twice already. How far they are in what nobody has completed is worked
 * out anew. May run twice.
 */
export async function transferProgress(tx: ShopTx, { fromId, toId }: Move): Promise<void> {
  const { shopId } = tx;
  await tx.$executeRaw`
    UPDATE achievement_unlock SET customer_id = ${toId}::uuid, origin_id = COALESCE(origin_id, customer_id)
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND achievement_id NOT IN (
      SELECT achievement_id FROM achievement_unlock WHERE shop_id = ${shopId}::uuid AND customer_id = ${toId}::uuid)`;
  await tx.$executeRaw`
    DELETE FROM challenge_progress own
    WHERE own.shop_id = ${shopId}::uuid AND own.customer_id = ${toId}::uuid AND own.completed_at IS NULL
      AND own.challenge_id IN (
        SELECT challenge_id FROM challenge_progress
        WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND completed_at IS NOT NULL)`;
  await tx.$executeRaw`
    UPDATE challenge_progress SET customer_id = ${toId}::uuid, origin_id = COALESCE(origin_id, customer_id)
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND completed_at IS NOT NULL
      AND challenge_id NOT IN (
        SELECT challenge_id FROM challenge_progress WHERE shop_id = ${shopId}::uuid AND customer_id = ${toId}::uuid)`;
}

/** What a record had reached before it was merged, it has reached alone again. May run twice. */
export async function returnProgress(tx: ShopTx, { fromId, toId, ids }: Unmerge): Promise<void> {
  const { shopId } = tx;
  // What it seemed to reach, or to begin, anew meanwhile it had reached before.
  await tx.$executeRaw`
    DELETE FROM achievement_unlock own
    WHERE own.shop_id = ${shopId}::uuid AND own.customer_id = ${toId}::uuid AND own.achievement_id IN (
      SELECT achievement_id FROM achievement_unlock
      WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND origin_id = ANY(${[...ids]}::uuid[]))`;
  await tx.$executeRaw`
    UPDATE achievement_unlock SET customer_id = ${toId}::uuid, origin_id = NULLIF(origin_id, ${toId}::uuid)
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND origin_id = ANY(${[...ids]}::uuid[])`;
  await tx.$executeRaw`
    DELETE FROM challenge_progress own
    WHERE own.shop_id = ${shopId}::uuid AND own.customer_id = ${toId}::uuid
      AND own.challenge_id IN (
        SELECT challenge_id FROM challenge_progress
        WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND origin_id = ANY(${[...ids]}::uuid[]))`;
  await tx.$executeRaw`
    UPDATE challenge_progress SET customer_id = ${toId}::uuid, origin_id = NULLIF(origin_id, ${toId}::uuid)
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${fromId}::uuid AND origin_id = ANY(${[...ids]}::uuid[])`;
}
