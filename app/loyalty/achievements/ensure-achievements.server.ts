import type { ShopTx } from "#app/ground/db.server.ts";

import { startAchievements } from "../program/starting/start-program.server.ts";
import type { Achievement } from "./achievement.ts";

/** A shop's achievements inside a transaction, in the order of their making; the ready ones are made first when it has none. */
export async function ensureAchievements(tx: ShopTx, at: Date): Promise<Achievement[]> {
  const found = await loadAchievements(tx);
  if (found.length > 0) return found;
  await startAchievements(tx, at);
  return loadAchievements(tx);
}

function loadAchievements(tx: ShopTx): Promise<Achievement[]> {
  return tx.$queryRaw<Achievement[]>`
    SELECT id, kind, name, threshold, badge, points, points_from AS "pointsFrom", active
    FROM achievement WHERE shop_id = ${tx.shopId}::uuid ORDER BY id`;
}
