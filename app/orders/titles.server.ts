import { inShop } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

type Titles = Record<string, string>;

/** Titles of products by their Shopify id (decimal string), and which of them are no more; one that is not known is left out. */
export function productTitles(shopId: string, ids: readonly bigint[]): Promise<Titles> {
  const title = Prisma.sql`CASE WHEN deleted_at IS NULL THEN title ELSE title || ' (deleted)' END`;
  return titlesIn("product", title, shopId, ids);
}

/** The same of collections. */
export function collectionTitles(shopId: string, ids: readonly bigint[]): Promise<Titles> {
  return titlesIn("collection", Prisma.sql`title`, shopId, ids);
}

async function titlesIn(
  table: string,
  title: Prisma.Sql,
  shopId: string,
  ids: readonly bigint[],
): Promise<Titles> {
  if (ids.length === 0) return {};
  const found = await inShop(
    shopId,
    (tx) => tx.$queryRaw<{ id: string; title: string }[]>`
      SELECT id::text, ${title} AS title FROM ${Prisma.raw(table)}
      WHERE shop_id = ${shopId}::uuid AND id = ANY(${ids.map(String)}::bigint[]) AND title <> ''`,
  );
  return Object.fromEntries(found.map(({ id, title }) => [id, title]));
}
