import { decimal } from "../money.ts";
import { gid } from "../payloads/common.ts";
import type { ProductDoc, VariantDoc } from "../store/documents.ts";
import { connectionOf } from "./connection.ts";
import type { GraphqlContext, Resolvers } from "./context.ts";
import { listMetafields, oneMetafield } from "./resolvers-metafield.ts";
import { enumOf, money, readGid, time } from "./values.ts";

type VariantSource = { product: ProductDoc; variant: VariantDoc };

export const Product: Resolvers<ProductDoc> = {
  id: (product) => gid("Product", product.id),
  legacyResourceId: (product) => product.id,
  title: (product) => product.title,
  handle: (product) => product.handle,
  description: (product) => product.descriptionHtml.replace(/<[^>]*>/g, ""),
  descriptionHtml: (product) => product.descriptionHtml,
  productType: (product) => product.productType,
  vendor: (product) => product.vendor,
  tags: (product) => product.tags,
  status: (product) => enumOf(product.status),
  isGiftCard: (product) => product.giftCard,
  category: () => null,
  featuredMedia: () => null,
  createdAt: (product) => time(product.createdAt),
  updatedAt: (product) => time(product.updatedAt),
  publishedAt: (product) => (product.status === "active" ? time(product.createdAt) : null),
  hasOnlyDefaultVariant: (product) => product.variants[0]?.title === "Default Title",
  onlineStoreUrl: (product, _args, { standInUrl, shop }) =>
    product.status === "active"
      ? `${standInUrl}/storefront/${shop.handle}/products/${product.handle}`
      : null,
  collections: (product, args, context) =>
    connectionOf(context.store.collectionsOf(context.shop.id, product.id), args, context),
  inCollection: (product, args, { store, shop }) =>
    store.collections
      .find(shop.id, readGid(args["id"])?.id ?? "")
      ?.productIds.includes(product.id) ?? false,
  variantsCount: (product) => ({ count: product.variants.length, precision: "EXACT" }),
  variants: (product, args, context) =>
    connectionOf(product.variants, args, context, (variant) => ({ product, variant })),
  priceRangeV2: (product, _args, context) => priceRange(product, context),
  metafield: (product, args, context) => oneMetafield(gid("Product", product.id), args, context),
  metafields: (product, args, context) => listMetafields(gid("Product", product.id), args, context),
};

function priceRange(product: ProductDoc, { shop }: GraphqlContext) {
  const prices = product.variants.map(({ priceMinor }) => priceMinor);
  return {
    minVariantPrice: money(Math.min(...prices), shop.currency),
    maxVariantPrice: money(Math.max(...prices), shop.currency),
  };
}

export const ProductVariant: Resolvers<VariantSource> = {
  id: ({ variant }) => gid("ProductVariant", variant.id),
  legacyResourceId: ({ variant }) => variant.id,
  title: ({ variant }) => variant.title,
  displayName: ({ product, variant }) => `${product.title} - ${variant.title}`,
  sku: ({ variant }) => variant.sku,
  barcode: () => null,
  price: ({ variant }, _args, { shop }) => decimal(variant.priceMinor, shop.currency),
  compareAtPrice: () => null,
  taxable: ({ variant }) => variant.taxable,
  availableForSale: ({ product }) => product.status === "active",
  position: ({ product, variant }) => product.variants.indexOf(variant) + 1,
  createdAt: ({ product }) => time(product.createdAt),
  updatedAt: ({ product }) => time(product.updatedAt),
  product: ({ product }) => product,
  selectedOptions: ({ variant }) => [{ name: "Title", value: variant.title }],
  metafield: ({ variant }, args, context) =>
    oneMetafield(gid("ProductVariant", variant.id), args, context),
  metafields: ({ variant }, args, context) =>
    listMetafields(gid("ProductVariant", variant.id), args, context),
};
