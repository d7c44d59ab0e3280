import { inShop } from "#app/ground/db.server.ts";

/** Titles of products by their Shopify id (decimal string); one that is not known is left out. */
export async function productTitles(
  shopId: string,
  ids: readonly bigint[],
): Promise<Record<string, string>> {
  if (ids.length === 0) return {};

  const products = await inShop(shopId, (tx) =>
    tx.product.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, title: true },
    }),
  );
  return Object.fromEntries(products.map(({ id, title }) => [String(id), title]));
}
