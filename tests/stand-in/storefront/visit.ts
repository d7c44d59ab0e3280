import type { IncomingMessage, ServerResponse } from "node:http";

import type { RequestContext } from "../handler.ts";
import type { CustomerDoc, ShopDoc } from "../store/documents.ts";
import { readCookie, setCookie, signed, verified } from "./cookies.ts";
import { splitLanguage, type Language } from "./languages.ts";
import type { CartLine } from "./cart-line.ts";

/** One request to a shop's storefront: whose shop, who visits, in which language, what they ask for. */
export type Visit = {
  request: IncomingMessage;
  response: ServerResponse;
  context: RequestContext;
  shop: ShopDoc;
  customer: CustomerDoc | null;
  language: Language;
  /** The path below the shop's root, without the language: `products/mug`. */
  page: string;
  /** The shop's root without a language, `/storefront/demo/`. */
  base: string;
  /** The shop's root in the visit's language, `/storefront/demo/de/`. */
  root: string;
};

/** Reads a request to `/storefront/{handle}/…`; null when there is no such shop. */
export function readVisit(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Visit | null {
  const match = /^\/storefront\/([a-z0-9-]+)(\/.*)?$/.exec(context.url.pathname);
  const shop = match?.[1] ? context.store.findShop(match[1]) : null;
  if (!match || !shop) return null;
  const base = `/storefront/${shop.handle}/`;
  const query = context.url.searchParams.get("locale");
  const { language, page } = splitLanguage(match[2] ?? "/", query);
  const root = language === "en" ? base : `${base}${language}/`;
  const customer = signedInCustomer(request, context, shop);
  return { request, response, context, shop, customer, language, page, base, root };
}

function signedInCustomer(
  request: IncomingMessage,
  context: RequestContext,
  shop: ShopDoc,
): CustomerDoc | null {
  const id = verified(readCookie(request, `customer_${shop.handle}`), context.app.apiSecret);
  return id ? context.store.customers.find(shop.id, id) : null;
}

/** Remembers who is signed in, or with null that no one is. */
export function signIn(visit: Visit, customerId: string | null): void {
  const value = customerId === null ? "" : signed(customerId, visit.context.app.apiSecret);
  setCookie(visit.response, `customer_${visit.shop.handle}`, value, visit.base);
}

/** What is in the cart; variants that are gone are left out. */
export function readCart(visit: Visit): CartLine[] {
  const text = readCookie(visit.request, `cart_${visit.shop.handle}`) ?? "";
  return text.split(",").flatMap((entry) => {
    const [variantId, count] = entry.split(":");
    const product = variantId
      ? visit.context.store.findProductOfVariant(visit.shop.id, variantId)
      : null;
    const variant = product?.variants.find(({ id }) => id === variantId);
    const quantity = Number(count);
    const buyable = Number.isInteger(quantity) && quantity > 0 && quantity < 1000;
    return product && variant && buyable ? [{ product, variant, quantity }] : [];
  });
}

export function writeCart(visit: Visit, lines: { variantId: string; quantity: number }[]): void {
  const text = lines
    .filter(({ quantity }) => quantity > 0)
    .map(({ variantId, quantity }) => `${variantId}:${quantity}`)
    .join(",");
  setCookie(visit.response, `cart_${visit.shop.handle}`, text, visit.base);
}
