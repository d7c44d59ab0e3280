import type { ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import type { Redemption } from "../rewards/redemption/redemption.ts";
import type { RewardSnapshot } from "../rewards/reward.ts";

/** A redemption as those know it who make its reward: the reward as it was then. */
export type RedemptionFacts = Pick<
  Redemption,
  "id" | "customerId" | "points" | "code" | "heldAt" | "expiresAt"
> & { state: string; reward: RewardSnapshot };

/** These redemptions, in the order of their ids. */
export function readRedemptions(tx: ShopTx, ids: readonly string[]): Promise<RedemptionFacts[]> {
  return tx.$queryRaw(redemptions(tx.shopId, ids));
}

/** The same, which nobody else changes until this transaction ends. */
export function lockRedemptions(tx: ShopTx, ids: readonly string[]): Promise<RedemptionFacts[]> {
  return tx.$queryRaw(Prisma.sql`${redemptions(tx.shopId, ids)} FOR UPDATE`);
}

function redemptions(shopId: string, ids: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT id, customer_id AS "customerId", state, reward_snapshot AS reward, points, code, held_at AS "heldAt",
      expires_at AS "expiresAt"
    FROM redemption
    WHERE shop_id = ${shopId}::uuid AND id = ANY(${[...ids]}::uuid[])
    ORDER BY id`;
}

/** The ids of all that these customers ever redeemed. */
export async function redemptionsOf(tx: ShopTx, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.redemption.findMany({
    where: { shopId: tx.shopId, customerId: { in: [...customerIds] } },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
