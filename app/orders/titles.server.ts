import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

type Titles = Record<string, string>;

/** Titles of products by their Shopify id (decimal string); one that is not known is left out. */
export function productTitles(shopId: string, ids: readonly bigint[]): Promise<Titles> {
  return titlesIn("product", shopId, ids);
}

/** The same of collections. */
export function collectionTitles(shopId: string, ids: readonly bigint[]): Promise<Titles> {
  return titlesIn("collection", shopId, ids);
}

async function titlesIn(table: string, shopId: string, ids: readonly bigint[]): Promise<Titles> {
  if (ids.length === 0) return {};
  const found = await inShop(
    shopId,
    (tx) => tx.$queryRaw<{ id: string; title: string }[]>`
      SELECT id::text, title FROM ${Prisma.raw(table)}
      WHERE shop_id = ${shopId}::uuid AND id = ANY(${ids.map(String)}::bigint[])`,
  );
  return Object.fromEntries(found.map(({ id, title }) => [id, title]));
}
