import { inShop } from "#app/ground/db.server.ts";

/** How often a reward was redeemed, without what came to nothing, and how many of these were used in an order or are money. */
export type RedeemedCount = { count: number; used: number };

/** How often each reward was redeemed; one that never was is left out. */
export async function countRedemptions(shopId: string): Promise<Map<string, RedeemedCount>> {
  const rows = await inShop(
    shopId,
    (tx) => tx.$queryRaw<(RedeemedCount & { id: string })[]>`
      SELECT reward_id::text AS id, count(*)::int AS count,
        (count(*) FILTER (WHERE state = 'captured'))::int AS used
      FROM redemption
      WHERE shop_id = ${shopId}::uuid AND state IN ('held', 'issued', 'captured', 'forfeited')
      GROUP BY reward_id`,
  );
  return new Map(rows.map(({ id, ...counted }) => [id, counted]));
}
