import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { shopOf } from "../shop-of.server.ts";
import { startingAchievements } from "./starting-achievements.ts";
import { startingRewards } from "./starting-rewards.ts";
import { defaultTerms, startingTiers } from "./starting-tiers.ts";

// What a shop starts with is written here, beneath the parts that it belongs to: whichever of them
// asks first for the program of a shop finds it whole.

/** Gives a shop whose program has just begun something to redeem points for, tiers and achievements. */
export async function startProgram(tx: ShopTx, at: Date): Promise<void> {
  const { currency } = await shopOf(tx);
  await tx.reward.createMany({
    data: startingRewards(currency).map((reward, position) => ({
      ...reward,
      active: true,
      position,
      shopId: tx.shopId,
      id: newId(),
      updatedAt: at,
    })),
  });
  await startTiers(tx, at);
  await startAchievements(tx, at);
}

/** Makes the tiers that a shop starts with, where it has none yet. */
export async function startTiers(tx: ShopTx, at: Date): Promise<void> {
  const { shopId } = tx;
  // A shop that has sold something already has people to rate.
  const isNew = (await tx.order.findFirst({ where: { shopId }, select: { id: true } })) === null;
  const { count } = await tx.tierProgram.createMany({
    data: { shopId, ...defaultTerms, ratedVersion: isNew ? 1 : 0, updatedAt: at },
    skipDuplicates: true, // Somebody else may be making it at this moment.
  });
  if (count === 0 || (await tx.tier.count({ where: { shopId } })) > 0) return;
  const { currency } = await shopOf(tx);
  await tx.tier.createMany({
    data: startingTiers(currency, newId).map((tier, position) => ({
      id: tier.id,
      name: tier.name,
      conditions: tier.conditions.map(({ basis, atLeast }) => ({ basis, atLeast: `${atLeast}` })),
      perks: tier.perks,
      shopId,
      position,
      updatedAt: at,
    })),
  });
}

/** Makes the achievements that a shop starts with, where it has none yet. */
export async function startAchievements(tx: ShopTx, at: Date): Promise<void> {
  const { shopId } = tx;
  // Somebody else may be making them at this moment.
  await lock.achievements(tx, shopId);
  if ((await tx.achievement.count({ where: { shopId } })) > 0) return;
  const { currency } = await shopOf(tx);
  await tx.achievement.createMany({
    data: startingAchievements(currency, newId).map((one) => ({
      ...one,
      shopId,
      updatedAt: at,
    })),
  });
}
