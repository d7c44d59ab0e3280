import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";

import { rewardColumns } from "./reward-row.ts";
import { startingRewards } from "./starting-rewards.ts";

/** Gives a shop whose program has just begun something to redeem points for. */
export async function addStartingRewards(
  tx: ShopTx,
  shopId: string,
  currency: string,
  at: Date,
): Promise<void> {
  await tx.reward.createMany({
    data: startingRewards(currency).map((reward) => ({
      ...rewardColumns(reward),
      shopId,
      id: newId(),
      updatedAt: at,
    })),
  });
}
