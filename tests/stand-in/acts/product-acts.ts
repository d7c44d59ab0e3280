import { randomUUID } from "node:crypto";

import type { Clock } from "../clock.ts";
import { HttpError } from "../http.ts";
import { productPayload } from "../payloads/product-payload.ts";
import type { ProductDoc, ShopDoc } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import type { ProductInput } from "./inputs.ts";
import { makeProduct } from "./make-documents.ts";

export type ProductActs = {
  create: (shop: ShopDoc, input: ProductInput) => ProductDoc;
  update: (shop: ShopDoc, productId: string, input: Partial<ProductDoc>) => ProductDoc;
  remove: (shop: ShopDoc, productId: string) => void;
};

/** What happens to products, with the webhooks that follow. */
export function openProductActs(store: Store, clock: Clock, webhooks: Webhooks): ProductActs {
  return {
    create(shop, input) {
      const product = makeProduct(store.ids, input, shop.currency, clock.now());
      if (store.findProductByHandle(shop.id, product.handle)) product.handle += `-${product.id}`;
      store.putProduct(shop.id, product);
      webhooks.emit(shop, "products/create", productPayload(shop, product), randomUUID());
      return product;
    },
    update(shop, productId, input) {
      const product = store.products.find(shop.id, productId);
      if (!product) throw new HttpError(404, `There is no product ${productId}`);
      const next = { ...product, ...input, id: product.id, updatedAt: clock.now().toISOString() };
      store.putProduct(shop.id, next);
      webhooks.emit(shop, "products/update", productPayload(shop, next), randomUUID());
      return next;
    },
    remove(shop, productId) {
      if (!store.products.find(shop.id, productId))
        throw new HttpError(404, `There is no product ${productId}`);
      store.products.remove(shop.id, productId);
      // Shopify says no more of it.
      webhooks.emit(shop, "products/delete", { id: BigInt(productId) }, randomUUID());
    },
  };
}
