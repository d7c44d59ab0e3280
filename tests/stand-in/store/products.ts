import type { DatabaseSync } from "node:sqlite";

import { openCollection, type Collection } from "./collection.ts";
import type { ProductDoc } from "./documents.ts";
import { toSecond } from "./to-second.ts";

export type Products = Collection<ProductDoc> & {
  findOfVariant: (shopId: string, variantId: string) => ProductDoc | null;
  findBySku: (shopId: string, sku: string) => ProductDoc | null;
  findByHandle: (shopId: string, handle: string) => ProductDoc | null;
};

const COLUMNS = ["handle", "title", "product_type", "vendor", "status", "created_at", "updated_at"];

/** The catalogue. What was read stays at hand: a bulk operation asks half a million lines for their product. */
export function openProducts(db: DatabaseSync): Products {
  const products = openCollection<ProductDoc>(db, "products", columnsOf, COLUMNS);
  const clear = db.prepare("DELETE FROM variant WHERE shop_id = ? AND product_id = ?");
  const add = db.prepare(
    "INSERT OR REPLACE INTO variant (shop_id, id, product_id, sku) VALUES (?, ?, ?, ?)",
  );
  const byVariant = db.prepare("SELECT product_id FROM variant WHERE shop_id = ? AND id = ?");
  const bySku = db.prepare("SELECT product_id FROM variant WHERE shop_id = ? AND sku = ? LIMIT 1");
  const known = new Map<string, ProductDoc>();
  const productOfVariant = new Map<string, string>();

  function find(shopId: string, id: string): ProductDoc | null {
    const key = `${shopId}/${id}`;
    const cached = known.get(key);
    if (cached) return cached;
    const found = products.find(shopId, id);
    if (found) known.set(key, Object.freeze(found));
    return found;
  }

  return {
    ...products,
    find,
    put(shopId, product) {
      products.put(shopId, product);
      clear.run(shopId, product.id);
      for (const variant of product.variants) add.run(shopId, variant.id, product.id, variant.sku);
      known.delete(`${shopId}/${product.id}`);
    },
    remove(shopId, id) {
      products.remove(shopId, id);
      clear.run(shopId, id);
      known.delete(`${shopId}/${id}`);
    },
    findOfVariant(shopId, variantId) {
      const key = `${shopId}/${variantId}`;
      const productId =
        productOfVariant.get(key) ?? byVariant.get(shopId, variantId)?.["product_id"];
      if (productId === undefined) return null;
      productOfVariant.set(key, String(productId));
      return find(shopId, String(productId));
    },
    findBySku(shopId, sku) {
      const row = bySku.get(shopId, sku);
      return row ? find(shopId, String(row["product_id"])) : null;
    },
    findByHandle: (shopId, handle) =>
      products.list(shopId, [{ sql: "handle = ?", params: [handle] }], "id", 1)[0] ?? null,
  };
}

function columnsOf(product: ProductDoc) {
  return {
    handle: product.handle,
    title: product.title,
    product_type: product.productType,
    vendor: product.vendor,
    status: product.status,
    created_at: toSecond(product.createdAt),
    updated_at: toSecond(product.updatedAt),
  };
}
