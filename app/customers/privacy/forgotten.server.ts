import type { ShopTx } from "#app/ground/db.server.ts";

/** Whom something is about: by Shopify's numbers of orders and customers. */
export type About = { orderIds: readonly bigint[]; shopifyIds: readonly bigint[] };

/** Which of these orders and customers are of people who asked to be forgotten. */
export async function forgottenAmong(
  tx: ShopTx,
  { orderIds, shopifyIds }: About,
): Promise<{ orders: Set<bigint>; customers: Set<bigint> }> {
  const rows = await tx.$queryRaw<{ id: bigint; isOrder: boolean }[]>`
    SELECT o.id, true AS "isOrder" FROM "order" o
    JOIN customer c ON c.shop_id = ${tx.shopId}::uuid AND c.id = o.customer_id AND c.redacted_at IS NOT NULL
    WHERE o.shop_id = ${tx.shopId}::uuid AND o.id = ANY (${orderIds.map(String)}::bigint[])
    UNION ALL
    SELECT c.shopify_id, false FROM customer c
    WHERE c.shop_id = ${tx.shopId}::uuid AND c.shopify_id = ANY (${shopifyIds.map(String)}::bigint[]) AND c.redacted_at IS NOT NULL`;
  const ids = (isOrder: boolean) =>
    new Set(rows.filter((row) => row.isOrder === isOrder).map(({ id }) => id));
  return { orders: ids(true), customers: ids(false) };
}
