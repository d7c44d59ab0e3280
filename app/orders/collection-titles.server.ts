import { inShop } from "#app/ground/db.server.ts";

/** Titles of collections by their Shopify id (decimal string); one that is not known is left out. */
export async function collectionTitles(
  shopId: string,
  ids: readonly bigint[],
): Promise<Record<string, string>> {
  if (ids.length === 0) return {};

  const collections = await inShop(shopId, (tx) =>
    tx.collection.findMany({
      where: { shopId, id: { in: [...ids] } },
      select: { id: true, title: true },
    }),
  );
  return Object.fromEntries(collections.map(({ id, title }) => [String(id), title]));
}
