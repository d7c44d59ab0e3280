import type { CollectionDoc, ProductDoc } from "../../store/documents.ts";
import type { Store } from "../../store/store.ts";

/** Shopify's `collection`, without its products. */
export function collectionObject(collection: CollectionDoc, root: string) {
  return {
    id: collection.id,
    handle: collection.handle,
    title: collection.title,
    description: collection.descriptionHtml,
    url: `${root}collections/${collection.handle}`,
    products_count: collection.productIds.length,
  };
}

/** Shopify's `product.collections`. */
export function collectionObjects(store: Store, shopId: string, product: ProductDoc, root: string) {
  return store.collectionsOf(shopId, product.id).map((one) => collectionObject(one, root));
}
