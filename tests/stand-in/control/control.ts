import type { IncomingMessage } from "node:http";
import { z } from "zod";

import { ShopInput } from "../acts/inputs.ts";
import { FAULT_MODES } from "../faults.ts";
import type { Handler, RequestContext } from "../handler.ts";
import { HttpError, isForm, readInput, redirect, sendJson } from "../http.ts";
import { appRoutes } from "./app-routes.ts";
import { creditRoutes } from "./credit-routes.ts";
import { discountRoutes } from "./discount-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import type { Route } from "./route.ts";
import { themeRoutes } from "./theme-routes.ts";
import { shopView } from "./views.ts";
import { webhookRoutes } from "./webhook-routes.ts";

const ROUTES: Route[] = [
  ...appRoutes,
  ...peopleRoutes,
  ...orderRoutes,
  ...discountRoutes,
  ...creditRoutes,
  ...themeRoutes,
  ...webhookRoutes,
];

/**
 * `/control/…`: the JSON API by which people and tests act on the shops. Forms are taken too, and sent back to their
 * page. Ids and money are decimal strings.
 */
export const handleControl: Handler = async (request, response, context) => {
  const { pathname } = context.url;
  if (!pathname.startsWith("/control/")) return false;
  const overall = OVERALL[`${request.method} ${pathname}`];
  if (overall) return sendJson(response, 200, await overall(request, context));

  const match = /^\/control\/([^/]+)\/(.+)$/.exec(pathname);
  const rest = match?.[2] ?? "";
  const route = ROUTES.find(({ method, path }) => method === request.method && path.test(rest));
  if (!match || !route) return false;
  const shop = context.store.findShop(decodeURIComponent(match[1] ?? ""));
  if (!shop) throw new HttpError(404, `There is no shop ${match[1]}`);
  const input = route.method === "GET" ? {} : await readInput(request);
  const [id = "", ...more] = route.path.exec(rest)?.slice(1) ?? [];
  const result = await route.run({ context, shop, input, id, more });
  if (isForm(request)) {
    return redirect(response, request.headers.referer ?? `/control/${shop.handle}`);
  }
  return sendJson(response, 200, result);
};

const FaultInput = z.object({
  mode: z.enum(FAULT_MODES),
  count: z.coerce.number().int().positive().nullish(),
  ms: z.coerce.number().min(0).default(1000),
  operation: z.string().nullish(),
});

type Overall = (request: IncomingMessage, context: RequestContext) => unknown;

/** What is about no one shop. */
const OVERALL: Record<string, Overall> = {
  "GET /control/shops": (_request, context) => ({
    shops: context.store.listShops().map(shopView),
  }),
  "POST /control/shops": async (request, context) => ({
    shop: shopView(context.acts.app.createShop(ShopInput.parse(await readInput(request)))),
  }),
  "GET /control/faults": (_request, context) => ({ fault: context.faults.get() }),
  "POST /control/faults": async (request, context) => {
    const wish = FaultInput.parse(await readInput(request));
    context.faults.set({ ...wish, count: wish.count ?? null, operation: wish.operation ?? null });
    return { fault: context.faults.get() };
  },
};
