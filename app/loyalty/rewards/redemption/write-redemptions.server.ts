import type { ShopTx } from "#app/ground/db.server.ts";
import { toJson } from "#app/ground/json.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { Redemption } from "./redemption.ts";

export type NewRedemption = Redemption & { clientKey: string };

/** The columns of a redemption. */
export const redemptionColumns = Prisma.sql`
  id, customer_id AS "customerId", reward_id AS "rewardId", reward_snapshot AS snapshot, state, points, returned, code,
  order_id AS "orderId", held_at AS "heldAt", expires_at AS "expiresAt", failure`;

/** Writes redemptions that have just begun. */
export async function insertRedemptions(
  tx: ShopTx,
  redemptions: readonly NewRedemption[],
): Promise<void> {
  if (redemptions.length === 0) return;
  const rows = toJson(redemptions);
  await tx.$executeRaw`
    INSERT INTO redemption (shop_id, id, customer_id, reward_id, client_key, state, points, reward_snapshot, code, held_at, expires_at)
    SELECT ${tx.shopId}::uuid, id, "customerId", "rewardId", "clientKey", state, points, snapshot, code, "heldAt", "expiresAt"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(
      id uuid, "customerId" uuid, "rewardId" uuid, "clientKey" text, state text, points bigint, snapshot jsonb, code text,
      "heldAt" timestamptz, "expiresAt" timestamptz)`;
}

/**
 * These redemptions, locked until the transaction ends, their customers' accounts before them: who
 * posts to an account and then touches what was redeemed by it (a merge) does so in this order,
 * too.
 */
export async function lockRedemptions(tx: ShopTx, ids: readonly string[]): Promise<Redemption[]> {
  const { shopId } = tx;
  if (ids.length === 0) return [];
  await tx.$executeRaw`
    SELECT FROM ledger_account
    WHERE shop_id = ${shopId}::uuid AND customer_id IN (
      SELECT customer_id FROM redemption WHERE shop_id = ${shopId}::uuid AND id = ANY(${ids}::uuid[]))
    ORDER BY customer_id
    FOR UPDATE`;
  return tx.$queryRaw<Redemption[]>`
    SELECT ${redemptionColumns} FROM redemption
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${ids}::uuid[])
    ORDER BY id
    FOR UPDATE`;
}

/** Writes what became of redemptions. */
export async function updateRedemptions(
  tx: ShopTx,
  redemptions: readonly (Redemption & { issuedAt?: Date; settledAt?: Date })[],
): Promise<void> {
  if (redemptions.length === 0) return;
  const rows = toJson(redemptions);
  await tx.$executeRaw`
    UPDATE redemption SET state = r.state, returned = r.returned, order_id = r."orderId", failure = r.failure,
      issued_at = COALESCE(r."issuedAt", redemption.issued_at), settled_at = COALESCE(r."settledAt", redemption.settled_at)
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(
      id uuid, state text, returned bigint, "orderId" bigint, failure text, "issuedAt" timestamptz, "settledAt" timestamptz)
    WHERE redemption.shop_id = ${tx.shopId}::uuid AND redemption.id = r.id`;
}
