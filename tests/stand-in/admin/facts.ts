import { decimal } from "../money.ts";
import type { RequestContext } from "../handler.ts";
import { STAFF_USER_ID } from "../oauth/session-token.ts";
import type { ProductDoc, ShopDoc } from "../store/documents.ts";
import { listEmbeds } from "../storefront/embeds.ts";
import { readBlock, schemaText } from "../storefront/extension.ts";
import { placedBlocks } from "./placed-blocks.ts";

const PICKER_LIMIT = 50;

/** What the frame asks the server for on behalf of App Bridge, by name. */
export const FACTS: Record<string, (context: RequestContext, shop: ShopDoc) => unknown> = {
  "session-token": (context, shop) => ({ token: context.mintSessionToken(shop) }),
  user: (_context, shop) => ({
    id: Number(STAFF_USER_ID),
    name: shop.ownerName,
    email: shop.email,
    accountAccess: "Administrator",
  }),
  scopes: (context, shop) => ({
    granted: shop.grantedScopes ?? [],
    required: context.app.scopes,
    optional: [],
  }),
  extensions,
  resources,
};

/** The theme extension's blocks and where the shop's theme shows them: `shopify.app.extensions()`. */
function extensions(context: RequestContext, shop: ShopDoc) {
  const placed = placedBlocks(context.store, shop.id);
  const handles = [...new Set(placed.map(({ handle }) => handle))];
  return [
    {
      handle: "encore-theme",
      type: "theme_app_extension",
      activations: [
        ...embedActivations(context, shop),
        ...handles.map((handle) => {
          const { schema } = readBlock(handle);
          const active = placed.filter((block) => block.handle === handle && !block.disabled);
          return {
            target: "section",
            handle,
            name: schemaText(schema.name, "en"),
            status: active.length > 0 ? "active" : "available",
            activations: active.map(({ template, section }) => ({
              target: `template--${template}.${section}`,
              themeId: "gid://shopify/OnlineStoreTheme/1",
            })),
          };
        }),
      ],
    },
  ];
}

function embedActivations({ store }: RequestContext, shop: ShopDoc) {
  return listEmbeds(store, shop.id).map(({ handle, target, on }) => ({
    target,
    handle,
    name: schemaText(readBlock(handle).schema.name, "en"),
    status: on ? "active" : "available",
    activations: on ? [{ target, themeId: "gid://shopify/OnlineStoreTheme/1" }] : [],
  }));
}

/** What the resource picker offers, by title. */
function resources(context: RequestContext, shop: ShopDoc): unknown[] {
  const { searchParams } = context.url;
  const type = searchParams.get("type") ?? "product";
  const where = [{ sql: "title LIKE ?", params: [`%${searchParams.get("q") ?? ""}%`] }];
  if (type === "collection") {
    return context.store.collections.list(shop.id, where, "title", PICKER_LIMIT).map((one) => ({
      id: `gid://shopify/Collection/${one.id}`,
      title: one.title,
      handle: one.handle,
      productsCount: one.productIds.length,
    }));
  }
  const products = context.store.products.list(shop.id, where, "title", PICKER_LIMIT);
  return type === "variant"
    ? products.flatMap((product) => variantsOf(product, shop))
    : products.map((product) => ({
        id: `gid://shopify/Product/${product.id}`,
        title: product.title,
        handle: product.handle,
        productType: product.productType,
        vendor: product.vendor,
        tags: product.tags,
        variants: variantsOf(product, shop),
      }));
}

function variantsOf(product: ProductDoc, shop: ShopDoc) {
  return product.variants.map((variant) => ({
    id: `gid://shopify/ProductVariant/${variant.id}`,
    title: variant.title,
    displayName: `${product.title} - ${variant.title}`,
    sku: variant.sku,
    price: decimal(variant.priceMinor, shop.currency),
    product: { id: `gid://shopify/Product/${product.id}` },
  }));
}
