import { inShop } from "#app/db.server.ts";

import { monthOf } from "./achievements/streak.ts";

const PLACES = 20;

/** A place on the leaderboard: a first name and nothing else that says who it is. */
export type Place = { name: string; points: bigint };

/**
 * The members who asked to be shown, by the points that they earned this month: spending costs nobody a place, and everybody can
 * begin anew. Who has told no first name is left out.
 */
export function leaderboardOf(shopId: string, at: Date): Promise<Place[]> {
  return inShop(shopId, async (tx) => {
    const { timezone } = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { timezone: true },
    });
    return tx.$queryRaw<Place[]>`
      SELECT trim(c.first_name) AS name, m.points
      FROM loyalty_profile p
      JOIN customer c ON c.shop_id = p.shop_id AND c.id = p.customer_id
      JOIN month_points m ON m.shop_id = p.shop_id AND m.customer_id = p.customer_id
      WHERE p.shop_id = ${shopId}::uuid AND p.leaderboard AND m.month = ${monthOf(at, timezone)} AND m.points > 0
        AND c.redacted_at IS NULL AND c.merged_into_id IS NULL AND trim(c.first_name) <> ''
      ORDER BY m.points DESC, c.id
      LIMIT ${PLACES}`;
  });
}
