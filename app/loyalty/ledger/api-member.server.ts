import { inShop } from "#app/ground/db.server.ts";

/** What the API answers of a member. Points are whole numbers. */
export type ApiMember = {
  id: string;
  shopifyId: string | null;
  balance: { available: number; pending: number; held: number; debt: number };
  tier: { id: string; name: string } | null;
  referralCode: string | null;
};

/** What a customer has; who never earned anything has nothing. */
export function apiMember(shopId: string, customerId: string): Promise<ApiMember> {
  return inShop(shopId, async (tx) => {
    const [row] = await tx.$queryRaw<Omit<ApiMember, "id">[]>`
      SELECT c.shopify_id::text AS "shopifyId", jsonb_build_object('available', coalesce(a.available, 0),
          'pending', coalesce(a.pending, 0), 'held', coalesce(a.held, 0), 'debt', coalesce(a.debt, 0)) AS balance,
        CASE WHEN t.id IS NOT NULL THEN jsonb_build_object('id', t.id, 'name', t.name) END AS tier,
        r.code AS "referralCode"
      FROM customer c
      LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
      LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
      LEFT JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
      LEFT JOIN referral_code r ON r.shop_id = c.shop_id AND r.customer_id = c.id
      WHERE c.shop_id = ${shopId}::uuid AND c.id = ${customerId}::uuid`;
    if (!row) throw new Error(`There is no customer ${customerId}`);
    return { id: customerId, ...row };
  });
}
