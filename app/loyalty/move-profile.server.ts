import type { ShopTx } from "#app/db.server.ts";

/**
 * What a merged record told the program, and was given for what it did, goes on with the record that stays: so that nobody is
 * given their birthday or their fifth order twice for having had two records. May run twice.
 */
export async function moveProfile(
  tx: ShopTx,
  shopId: string,
  mergedId: string,
  ownerId: string | undefined,
): Promise<void> {
  if (!ownerId || ownerId === mergedId) return;
  await tx.$executeRaw`
    UPDATE way_award SET customer_id = ${ownerId}::uuid
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO loyalty_profile AS p (shop_id, customer_id, birth_month, birth_day, birthday_set_at, leaderboard, verified_at)
    SELECT shop_id, ${ownerId}::uuid, birth_month, birth_day, birthday_set_at, leaderboard, verified_at
    FROM loyalty_profile WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid
    ON CONFLICT (shop_id, customer_id) DO UPDATE SET
      birth_month = COALESCE(p.birth_month, excluded.birth_month),
      birth_day = CASE WHEN p.birth_month IS NULL THEN excluded.birth_day ELSE p.birth_day END,
      birthday_set_at = CASE WHEN p.birth_month IS NULL THEN excluded.birthday_set_at ELSE p.birthday_set_at END,
      leaderboard = p.leaderboard OR excluded.leaderboard,
      verified_at = LEAST(p.verified_at, excluded.verified_at)`;
  await tx.$executeRaw`
    DELETE FROM loyalty_profile WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid`;
}
