import type { ShopTx } from "#app/ground/db.server.ts";

import { type Grant, grantReward } from "./grant-reward.server.ts";

/** Gives each of these customers a reward for nothing, once for each key. Returns false, and gives nobody anything, when it is put away. */
export async function grantRewards(
  tx: ShopTx,
  customerIds: readonly string[],
  grant: Pick<Grant, "rewardId" | "key" | "at">,
): Promise<boolean> {
  const reward = await tx.reward.findFirst({
    where: { shopId: tx.shopId, id: grant.rewardId, active: true },
  });
  if (!reward) return false;
  for (const customerId of customerIds) await grantReward(tx, { ...grant, customerId });
  return true;
}
