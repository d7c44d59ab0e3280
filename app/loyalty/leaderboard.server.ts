import { inShop } from "#app/db.server.ts";

const PLACES = 20;

/** A place on the leaderboard: a first name and nothing else that says who it is. */
export type Place = { name: string; points: bigint };

/**
 * The members who asked to be shown, by the points that they have earned: spending costs nobody a place. Who has told no
 * first name is left out.
 */
export function leaderboardOf(shopId: string): Promise<Place[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw<Place[]>`
      SELECT trim(c.first_name) AS name, a.qualifying AS points
      FROM loyalty_profile p
      JOIN customer c ON c.shop_id = p.shop_id AND c.id = p.customer_id
      JOIN ledger_account a ON a.shop_id = p.shop_id AND a.customer_id = p.customer_id
      WHERE p.shop_id = ${shopId}::uuid AND p.leaderboard AND a.qualifying > 0 AND a.frozen_at IS NULL
        AND c.redacted_at IS NULL AND c.merged_into_id IS NULL AND trim(c.first_name) <> ''
      ORDER BY a.qualifying DESC, c.id
      LIMIT ${PLACES}`,
  );
}
