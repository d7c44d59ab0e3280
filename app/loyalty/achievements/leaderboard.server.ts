import { inShop } from "#app/ground/db.server.ts";

import { notExcluded } from "../program/exclusions.server.ts";
import { announceChange, ensureProgram } from "../program/program.server.ts";
import type { By } from "../program/program.ts";
import { shopOf } from "../program/shop-of.server.ts";
import { monthOf } from "./streak.ts";

const PLACES = 20;

/** A place on the leaderboard: a first name and nothing else that says who it is. */
export type Place = { name: string; points: bigint };

/**
 * The members who asked to be shown, by the points that they earned this month: spending costs
 * nobody a place, and everybody can begin anew. Who has told no first name is left out. Empty in a
 * shop that shows none.
 */
export function leaderboardOf(shopId: string, at: Date): Promise<Place[]> {
  return inShop(shopId, async (tx) => {
    const { timezone } = await shopOf(tx);
    return tx.$queryRaw<Place[]>`
      SELECT trim(c.first_name) AS name, m.points
      FROM loyalty_profile p
      JOIN customer c ON c.shop_id = p.shop_id AND c.id = p.customer_id
      JOIN month_points m ON m.shop_id = p.shop_id AND m.customer_id = p.customer_id
      WHERE p.shop_id = ${shopId}::uuid AND p.leaderboard AND m.month = ${monthOf(at, timezone)} AND m.points > 0
        AND c.redacted_at IS NULL AND c.merged_into_id IS NULL AND trim(c.first_name) <> ''
        AND ${notExcluded(shopId, "c.id")}
        AND NOT EXISTS (SELECT FROM loyalty_program g WHERE g.shop_id = p.shop_id AND NOT g.leaderboard)
      ORDER BY m.points DESC, c.id
      LIMIT ${PLACES}`;
  });
}

/** Whether the shop shows a leaderboard at all. */
export function showsLeaderboard(shopId: string): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    const program = await tx.loyaltyProgram.findUnique({ where: { shopId } });
    return program?.leaderboard ?? true;
  });
}

/** Shows the leaderboard to members, or no longer. Who asked to be on it stays known. */
export function showLeaderboard(
  shopId: string,
  leaderboard: boolean,
  { actor, at }: By,
): Promise<void> {
  return inShop(shopId, async (tx) => {
    await ensureProgram(tx, at);
    const { count } = await tx.loyaltyProgram.updateMany({
      where: { shopId, leaderboard: !leaderboard },
      data: { leaderboard },
    });
    if (count === 0) return;
    const states = { before: { leaderboard: !leaderboard }, after: { leaderboard } };
    const change = { action: "leaderboard.switched", subject: "leaderboard", ...states } as const;
    await announceChange(tx, { actor, ...change }, at);
  });
}
