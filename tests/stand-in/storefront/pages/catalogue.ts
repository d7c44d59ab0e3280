import { sendHtml } from "../../http.ts";
import type { Condition } from "../../store/collection.ts";
import type { CollectionDoc } from "../../store/documents.ts";
import { collectionObject, collectionObjects } from "../objects/collection.ts";
import { metafieldsObject } from "../objects/metafields.ts";
import { productObject } from "../objects/product.ts";
import { renderPage } from "../render-page.ts";
import { themeText } from "../theme-text.ts";
import type { Visit } from "../visit.ts";
import { sendMissing } from "./missing.ts";

const PER_PAGE = 24;

/** The products of one collection. */
export function sendCollection(visit: Visit, handle: string): true {
  if (handle === "all") return sendProducts(visit, "collection");
  const collection = visit.context.store.findCollectionByHandle(visit.shop.id, handle);
  return collection ? sendProducts(visit, "collection", collection) : sendMissing(visit);
}

/** The home page and the list of products, searched by `?q=` and paged by `?page=`. */
export function sendProducts(
  visit: Visit,
  template: "index" | "collection",
  only: CollectionDoc | null = null,
): true {
  const { context, shop, root } = visit;
  const terms = context.url.searchParams.get("q")?.trim() ?? "";
  const where: Condition[] = [{ sql: "status = 'active'", params: [] }];
  if (terms !== "") where.push({ sql: "title LIKE ?", params: [`%${terms}%`] });
  const found = context.store.products
    .list(shop.id, where, "title")
    .filter(({ id }) => !only || only.productIds.includes(id));
  const pages = Math.max(1, Math.ceil(found.length / PER_PAGE));
  const asked = Number.parseInt(context.url.searchParams.get("page") ?? "1", 10) || 1;
  const current = Math.min(Math.max(asked, 1), pages);
  const link = (page: number) => ({
    url: `${root}${visit.page || "products"}?${new URLSearchParams({ ...(terms ? { q: terms } : {}), page: String(page) }).toString()}`,
  });
  const objects = {
    search: { terms },
    collection: {
      ...(only && collectionObject(only, root)),
      products: found
        .slice((current - 1) * PER_PAGE, current * PER_PAGE)
        .map((product) => productObject(product, shop.currency, root)),
    },
    paginate: {
      pages,
      current_page: current,
      previous: current > 1 ? link(current - 1) : null,
      next: current < pages ? link(current + 1) : null,
    },
  };
  const title = template === "index" ? "" : (only?.title ?? themeText(visit, "products.heading"));
  return sendHtml(visit.response, 200, renderPage(visit, template, title, objects));
}

export function sendProduct(visit: Visit, handle: string): true {
  const { context, shop, root } = visit;
  const product = context.store.findProductByHandle(shop.id, handle);
  if (!product) return sendMissing(visit);
  const variantId = context.url.searchParams.get("variant");
  const object = {
    ...productObject(product, shop.currency, root, variantId),
    collections: collectionObjects(context.store, shop.id, product, root),
    metafields: metafieldsObject(
      context.store.metafields.list(shop.id, `gid://shopify/Product/${product.id}`),
    ),
  };
  return sendHtml(
    visit.response,
    200,
    renderPage(visit, "product", product.title, { product: object }),
  );
}
