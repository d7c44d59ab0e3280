import { resolve } from "node:path";

import { sendHtml } from "../http.ts";
import type { Handler } from "../handler.ts";
import { sendAsset } from "./assets.ts";
import { extensionDir } from "./extension.ts";
import {
  login,
  logout,
  register,
  sendAccount,
  sendLogin,
  sendOrder,
  sendRegister,
} from "./pages/account.ts";
import { rememberLanding } from "./landing.ts";
import { addJson, changeJson, clearJson, sendCartJson, updateJson } from "./pages/cart-api.ts";
import { addToCart, sendCart, updateCart } from "./pages/cart.ts";
import { sendCollection, sendProduct, sendProducts } from "./pages/catalogue.ts";
import { sendCheckout, sendThanks, submitCheckout } from "./pages/checkout.ts";
import {
  sendCustomerAccount,
  sendExtensionScript,
  sendExtensionToken,
  sendHostScript,
} from "./pages/customer-account.ts";
import { followDiscountLink } from "./pages/discount-link.ts";
import { sendPage } from "./pages/page.ts";
import { sendMissing } from "./pages/missing.ts";
import { passToApp } from "./proxy.ts";
import { themeDir } from "./theme.ts";
import { readVisit, type Visit } from "./visit.ts";

type Route = (visit: Visit, last: string) => Promise<true> | true;

/** Page without its last part, which is given where the pattern ends in `*`. */
const GET: Record<string, Route> = {
  "": (visit) => sendProducts(visit, "index"),
  products: (visit) => sendProducts(visit, "collection"),
  "products/*": sendProduct,
  collections: (visit) => sendProducts(visit, "collection"),
  "collections/*": sendCollection,
  "pages/*": sendPage,
  cart: sendCart,
  "cart.js": sendCartJson,
  "cart.json": sendCartJson,
  "discount/*": followDiscountLink,
  checkout: (visit) => sendCheckout(visit),
  "orders/*": sendThanks,
  account: sendAccount,
  "account/login": (visit) => sendLogin(visit),
  "account/logout": logout,
  "account/register": (visit) => sendRegister(visit),
  "account/orders/*": sendOrder,
  "extension-host.js": sendHostScript,
  "extension-token": sendExtensionToken,
  "extensions/*": sendExtensionScript,
  "cdn/theme/*": (visit, file) => sendAsset(visit.response, resolve(themeDir, "assets"), file),
  "cdn/encore/*": (visit, file) => sendAsset(visit.response, resolve(extensionDir, "assets"), file),
};

const POST: Record<string, Route> = {
  cart: updateCart,
  "cart/add": addToCart,
  "cart/add.js": addJson,
  "cart/update.js": updateJson,
  "cart/change.js": changeJson,
  "cart/clear.js": clearJson,
  checkout: submitCheckout,
  "account/login": login,
  "account/register": register,
};

/** The shop's storefront, `/storefront/{handle}/…`. */
export const handleStorefront: Handler = async (request, response, context) => {
  if (!context.url.pathname.startsWith("/storefront/")) return false;
  const visit = readVisit(request, response, context);
  if (!visit)
    return sendHtml(
      response,
      404,
      "<!doctype html><title>No such shop</title><p>There is no such shop.</p>",
    );
  if (request.method === "GET" && !/^cdn\/|^extension|\.js(on)?$/.test(visit.page))
    rememberLanding(visit);
  const { proxy } = context.app;
  if (proxy && `${visit.page}/`.startsWith(`${proxy.prefix}/${proxy.subpath}/`))
    return passToApp(visit);

  if (request.method === "GET" && /^customer-account(\/|$)/.test(visit.page))
    return sendCustomerAccount(visit);
  const routes = request.method === "POST" ? POST : GET;
  const last = visit.page.split("/").at(-1) ?? "";
  const pattern = `${visit.page.slice(0, visit.page.length - last.length)}*`;
  const route = Object.hasOwn(routes, visit.page) ? routes[visit.page] : routes[pattern];
  return route ? await route(visit, decodeURIComponent(last)) : sendMissing(visit);
};
