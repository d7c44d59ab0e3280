import { decimal } from "../money.ts";
import type { ProductDoc, ShopDoc } from "../store/documents.ts";
import { ids, shopTime, type JsonObject } from "./common.ts";

/** The body of products/create and /update. */
export function productPayload(shop: ShopDoc, product: ProductDoc): JsonObject {
  return {
    ...ids("Product", product.id),
    body_html: product.descriptionHtml,
    created_at: shopTime(product.createdAt, shop),
    handle: product.handle,
    product_type: product.productType,
    published_at: product.status === "active" ? shopTime(product.createdAt, shop) : null,
    template_suffix: null,
    title: product.title,
    updated_at: shopTime(product.updatedAt, shop),
    vendor: product.vendor,
    status: product.status,
    published_scope: "web",
    tags: product.tags.join(", "),
    variants: product.variants.map((variant, i) => ({
      ...ids("ProductVariant", variant.id),
      barcode: null,
      compare_at_price: null,
      created_at: shopTime(product.createdAt, shop),
      inventory_policy: "deny",
      position: i + 1,
      price: decimal(variant.priceMinor, shop.currency),
      product_id: BigInt(product.id),
      sku: variant.sku,
      taxable: variant.taxable,
      title: variant.title,
      updated_at: shopTime(product.updatedAt, shop),
      option1: variant.title,
      option2: null,
      option3: null,
      image_id: null,
      inventory_item_id: null,
      inventory_quantity: 100,
      old_inventory_quantity: 100,
    })),
    options: [],
    images: [],
    image: null,
    media: [],
    variant_gids: product.variants.map((variant) => ({
      admin_graphql_api_id: `gid://shopify/ProductVariant/${variant.id}`,
      updated_at: shopTime(product.updatedAt, shop),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}
