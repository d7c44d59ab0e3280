import { readCartDetails } from "./cart-details.ts";
import { ENDONYMS, LANGUAGES } from "./languages.ts";
import { cartObject } from "./objects/cart.ts";
import { collectionObjects } from "./objects/collection.ts";
import { customerObject } from "./objects/customer.ts";
import { metafieldsObject, type MetafieldsObject } from "./objects/metafields.ts";
import { orderObject } from "./objects/order.ts";
import { routesObject } from "./objects/routes.ts";
import { pricedCart } from "./priced-cart.ts";
import { themeText } from "./theme-text.ts";
import type { Visit } from "./visit.ts";

const ORDERS_SHOWN = 50;

/** Shopify's global objects for a visit. */
export function globalObjects(visit: Visit, template: string): Record<string, unknown> {
  const { shop, context, language, root } = visit;
  const languages = LANGUAGES.map((code) => ({
    iso_code: code,
    endonym_name: ENDONYMS[code],
    path: `${code === "en" ? visit.base : `${visit.base}${code}/`}${visit.page}`,
  }));
  return {
    shop: {
      id: shop.id,
      name: shop.name,
      email: shop.email,
      currency: shop.currency,
      locale: LANGUAGES[0],
      permanent_domain: shop.domain,
      url: `${context.standInUrl}${visit.base}`,
      taxes_included: shop.taxesIncluded,
      customer_accounts_enabled: true,
      metafields: metafieldsObject(
        context.store.metafields.list(shop.id, `gid://shopify/Shop/${shop.id}`),
      ),
    },
    customer: visitorObject(visit),
    cart: cartObject(pricedCart(visit), readCartDetails(visit), shop, root, (product) =>
      collectionObjects(context.store, shop.id, product, root),
    ),
    routes: routesObject(root),
    localization: {
      available_languages: languages,
      language: { iso_code: language, endonym_name: ENDONYMS[language], root_url: root },
      country: { iso_code: shop.countryCode, currency: { iso_code: shop.currency } },
    },
    request: {
      locale: { iso_code: language, root_url: root },
      path: context.url.pathname,
      page_type: template.split(".")[0],
      design_mode: false,
    },
    template,
  };
}

function visitorObject(visit: Visit) {
  const { shop, customer, context, root } = visit;
  if (!customer) return null;
  const orders = context.store.orders
    .page(shop.id, {
      where: [{ sql: "customer_id = ?", params: [BigInt(customer.id)] }],
      sort: "processed_at",
      reverse: true,
      first: ORDERS_SHOWN,
    })
    .items.map(({ doc }) => orderObject(doc, root, (name) => themeText(visit, `status.${name}`)));
  return customerObject(customer, {
    totals: context.store.customerTotals(shop.id, customer.id),
    metafields: context.store.metafields.list(shop.id, `gid://shopify/Customer/${customer.id}`),
    currency: shop.currency,
    orders,
  });
}

/** The metafields that the app keeps on its own installation in this shop: Liquid's `app.metafields`. */
export function installationMetafields(visit: Visit): MetafieldsObject {
  const { shop, context } = visit;
  return metafieldsObject(context.store.metafields.list(shop.id, installationId(shop.id)));
}

function installationId(shopId: string): string {
  return `gid://shopify/AppInstallation/${shopId}`;
}
