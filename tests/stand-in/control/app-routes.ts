import { z } from "zod";

import { documentUrl } from "../admin/document-url.ts";
import { ShopInput } from "../acts/inputs.ts";
import { done, get, patch, post, type Route, said } from "./route.ts";
import { shopView } from "./views.ts";

const InstallInput = z.object({ scopes: z.array(z.string()).optional() });

const ShopChange = z.object({
  shippingRate: z.union([z.string(), z.number()]).transform(String).optional(),
  ...ShopInput.pick({ name: true, email: true, timezone: true, currency: true }).shape,
});

/** Between the shop and the app. */
export const appRoutes: Route[] = [
  patch(/^shop$/, ({ context, shop, input }) => {
    const { shippingRate, ...change } = ShopChange.parse(input);
    const { app } = context.acts;
    const rated = shippingRate === undefined ? shop : app.setShippingRate(shop, shippingRate);
    const isMore = Object.keys(said(change)).length > 0;
    return { shop: shopView(isMore ? app.updateShop(rated, said(change)) : rated) };
  }),
  post(/^install$/, ({ context, shop, input }) => ({
    shop: shopView(context.acts.app.install(shop, InstallInput.parse(input).scopes)),
  })),
  post(/^uninstall$/, ({ context, shop }) => ({
    shop: shopView(context.acts.app.uninstall(shop)),
  })),
  post(/^redact$/, ({ context, shop }) => done(context.acts.app.redact(shop))),
  get(/^summary$/, ({ context, shop }) => ({
    currency: shop.currency,
    ...context.store.ordersTotals(shop.id),
  })),
  get(/^session-token$/, ({ context, shop }) => {
    const query = context.url.searchParams;
    const life = query.get("lifeSeconds");
    const userId = query.get("userId");
    const options = { ...(life && { lifeSeconds: Number(life) }), ...(userId && { userId }) };
    return { token: context.mintSessionToken(shop, options) };
  }),
  get(/^admin-url$/, ({ context, shop }) => ({
    url: documentUrl(context, shop, context.url.searchParams.get("path") ?? "/app"),
  })),
];
