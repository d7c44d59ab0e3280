import type { ShopTx } from "#app/ground/db.server.ts";

/** What a person has. Points and money (minor units) are decimal text. */
export type Standing = {
  available: string;
  pending: string;
  held: string;
  debt: string;
  tier: string | null;
  orders: number;
  spentMinor: string;
  segment: string | null;
  stage: string | null;
};

/** What everybody has whom the shop knows, by email, else by their id at Shopify (`customer:501`). */
export async function loadStandings(tx: ShopTx): Promise<Record<string, Standing>> {
  const rows = await tx.$queryRaw<(Standing & { key: string })[]>`
    SELECT coalesce(c.email, 'customer:' || coalesce(c.shopify_id::text, c.id::text)) AS key,
      coalesce(a.available, 0)::text AS available, coalesce(a.pending, 0)::text AS pending, coalesce(a.held, 0)::text AS held,
      coalesce(a.debt, 0)::text AS debt, t.name AS tier, c.orders_count AS orders, c.spent_minor::text AS "spentMinor",
      s.segment, s.stage
    FROM customer c
    LEFT JOIN ledger_account a ON a.shop_id = c.shop_id AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = c.shop_id AND m.customer_id = c.id
    LEFT JOIN tier t ON t.shop_id = m.shop_id AND t.id = m.tier_id
    LEFT JOIN customer_score s ON s.shop_id = c.shop_id AND s.customer_id = c.id
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.merged_into_id IS NULL AND c.redacted_at IS NULL
    ORDER BY key`;
  return Object.fromEntries(rows.map(({ key, ...standing }) => [key, standing]));
}
