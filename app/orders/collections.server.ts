import { now } from "#app/ground/clock.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { adminGraphql } from "#app/shopify/admin-graphql.server.ts";
import { collectionProducts } from "#app/shopify/documents/collections.ts";
import { lastNight } from "#app/ground/calendar.ts";

import type { Page } from "./from-graphql/graphql-order.ts";
import { idOf } from "./from-graphql/graphql-values.ts";

/** A time before every night: says that a collection is to be read again. */
const LONG_AGO = new Date(1);

type Reply = {
  collection: { title: string; handle: string; products: Page<{ id: string }> } | null;
};
type Contents = { title: string; handle: string; productIds: bigint[] };

/**
 * Reads which products are in the collections that the shop's program decides by: those that were not read since last night, or
 * have changed. One that Shopify does not have any more is forgotten.
 */
export async function readCollections(shopId: string): Promise<void> {
  const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const stale = await inShop(shopId, (tx) =>
    tx.collection.findMany({
      where: { shopId, readAt: { lt: lastNight(shop.timezone, now()) } },
      select: { id: true },
      orderBy: { readAt: "asc" },
    }),
  );
  for (const { id } of stale) {
    const at = now();
    const contents = await fetchContents(shop.domain, id);
    if (contents) await writeContents(shopId, id, contents, at);
    else await collectionDeleted(shopId, id);
  }
}

/** A collection was changed: it is read again, if the program decides by it. */
export async function collectionChanged(shopId: string, id: bigint): Promise<void> {
  await inShop(shopId, (tx) =>
    // One that was never read stays so: orders wait for it.
    tx.collection.updateMany({
      where: { shopId, id, readAt: { gt: LONG_AGO } },
      data: { readAt: LONG_AGO },
    }),
  );
}

/** A collection is no more: no product is in it. */
export async function collectionDeleted(shopId: string, id: bigint): Promise<void> {
  await inShop(shopId, async (tx) => {
    await tx.productCollection.deleteMany({ where: { shopId, collectionId: id } });
    await tx.collection.deleteMany({ where: { shopId, id } });
  });
}

async function fetchContents(shopDomain: string, id: bigint): Promise<Contents | null> {
  const productIds: bigint[] = [];
  let after: string | null = null;
  for (;;) {
    const variables = { id: `gid://shopify/Collection/${id}`, after };
    const reply: Reply = await adminGraphql<Reply>(shopDomain, collectionProducts, variables);
    const { collection } = reply;
    if (!collection) return null;
    productIds.push(...collection.products.nodes.map((node) => idOf(node.id)));
    const { hasNextPage, endCursor } = collection.products.pageInfo;
    if (!hasNextPage) return { title: collection.title, handle: collection.handle, productIds };
    after = endCursor;
  }
}

async function writeContents(
  shopId: string,
  id: bigint,
  { title, handle, productIds }: Contents,
  at: Date,
): Promise<void> {
  const ids = productIds.map(String);
  await inShop(shopId, async (tx) => {
    await tx.$executeRaw`
      DELETE FROM product_collection
      WHERE shop_id = ${shopId}::uuid AND collection_id = ${id} AND NOT product_id = ANY (${ids}::bigint[])`;
    await tx.$executeRaw`
      INSERT INTO product_collection (shop_id, collection_id, product_id)
      SELECT ${shopId}::uuid, ${id}, unnest(${ids}::bigint[])
      ON CONFLICT DO NOTHING`;
    await tx.collection.updateMany({ where: { shopId, id }, data: { title, handle, readAt: at } });
  });
}
