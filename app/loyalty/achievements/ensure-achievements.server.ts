import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";

import { type Achievement, readyAchievements } from "./achievement.ts";

/** A shop's achievements inside a transaction, in the order of their making; the ready ones are made first when it has none. */
export async function ensureAchievements(
  tx: ShopTx,
  shopId: string,
  at: Date,
): Promise<Achievement[]> {
  const found = await loadAchievements(tx, shopId);
  if (found.length > 0) return found;
  const { currency } = await tx.shop.findUniqueOrThrow({
    where: { id: shopId },
    select: { currency: true },
  });
  // Somebody else may be making them at this moment.
  await lock.achievements(tx, shopId);
  if ((await tx.achievement.count({ where: { shopId } })) === 0) {
    const ready = readyAchievements(currency, newId);
    await tx.achievement.createMany({
      data: ready.map((one) => ({ ...one, shopId, updatedAt: at })),
    });
  }
  return loadAchievements(tx, shopId);
}

async function loadAchievements(tx: ShopTx, shopId: string): Promise<Achievement[]> {
  return tx.$queryRaw<Achievement[]>`
    SELECT id, kind, name, threshold, badge, points, points_from AS "pointsFrom", active
    FROM achievement WHERE shop_id = ${shopId}::uuid ORDER BY id`;
}
