import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import type { CollectionDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { CollectionInput } from "./inputs.ts";
import { slug } from "./make-documents.ts";

export type CollectionActs = {
  create: (shop: ShopDoc, input: CollectionInput) => CollectionDoc;
};

/** What the merchant does with collections. The app subscribes to none of their webhooks. */
export function openCollectionActs(store: Store, clock: Clock): CollectionActs {
  return {
    create(shop, { title, handle, descriptionHtml, productIds }) {
      const missing = productIds.find((id) => !store.products.find(shop.id, id));
      if (missing !== undefined) throw new HttpError(422, `There is no product ${missing}`);
      const id = store.ids.next("Collection");
      const wished = handle ?? (slug(title) || `collection-${id}`);
      const collection: CollectionDoc = {
        id,
        handle: store.findCollectionByHandle(shop.id, wished) ? `${wished}-${id}` : wished,
        title,
        descriptionHtml: descriptionHtml ?? "",
        productIds,
        updatedAt: clock.now().toISOString(),
      };
      store.collections.put(shop.id, collection);
      return collection;
    },
  };
}
