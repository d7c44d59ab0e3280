import type { ShopTx } from "#app/ground/db.server.ts";

/** Takes all back that these customers have reached, and how far they are with the rest. Their points are the matter of whoever asks. */
export async function takeBackAchievements(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<void> {
  const where = { shopId: tx.shopId, customerId: { in: [...customerIds] } };
  await tx.achievementUnlock.deleteMany({ where });
  await tx.challengeProgress.deleteMany({ where });
  await tx.monthPoints.deleteMany({ where });
  await tx.streak.deleteMany({ where });
}
