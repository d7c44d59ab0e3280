import type { ShopTx } from "#app/ground/db.server.ts";

/** A record that was merged is in no tier any more: the one that stays is rated by what both have done. May run twice. */
export async function endMembership(tx: ShopTx, mergedId: string): Promise<void> {
  await tx.tierMembership.deleteMany({ where: { shopId: tx.shopId, customerId: mergedId } });
}

/**
 * A record that is one of its own again is in the tier that it was in last, until it is rated: so
 * that it is told of a change only where there is one.
 */
export async function restoreMembership(tx: ShopTx, separatedId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO tier_membership (shop_id, customer_id, tier_id, since, version, updated_at)
    SELECT last.shop_id, last.customer_id, last.to_tier_id, last.at, p.version, last.at
    FROM (
      SELECT * FROM tier_change
      WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ${separatedId}::uuid
      ORDER BY at DESC, id DESC LIMIT 1
    ) last
    JOIN tier_program p ON p.shop_id = last.shop_id
    JOIN tier t ON t.shop_id = last.shop_id AND t.id = last.to_tier_id
    ON CONFLICT DO NOTHING`;
}
