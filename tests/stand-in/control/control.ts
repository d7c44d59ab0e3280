import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";

import * as inputs from "../acts/inputs.ts";
import { RETURN_DECISIONS } from "../acts/order-acts.ts";
import { FAULT_MODES } from "../faults.ts";
import type { Handler, RequestContext } from "../handler.ts";
import { HttpError, isForm, readInput, redirect, sendJson } from "../http.ts";
import type { ShopDoc } from "../store/documents.ts";
import { customerView, deliveryView, shopView } from "./views.ts";
import { DirectSendInput, SwitchesInput } from "./webhook-inputs.ts";

type Request = {
  context: RequestContext;
  shop: ShopDoc;
  input: unknown;
  /** What the path's groups matched. */
  params: string[];
};

type Route = {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Under `/control/{handle}/`. */
  path: RegExp;
  run: (request: Request) => unknown;
};

const FaultInput = z.object({
  mode: z.enum(FAULT_MODES),
  count: z.coerce.number().int().positive().nullish(),
  ms: z.coerce.number().min(0).default(1000),
  operation: z.string().nullish(),
});

/** `/control/…`: the JSON API by which people and tests act on the shops. Forms are taken too and sent back to their page. */
export const handleControl: Handler = async (request, response, context) => {
  const { pathname } = context.url;
  if (!pathname.startsWith("/control/")) return false;
  const asked = request.method ?? "GET";
  if (pathname === "/control/shops") return shops(asked, request, response, context);
  if (pathname === "/control/faults") return faults(asked, request, response, context);

  const match = /^\/control\/([^/]+)\/(.+)$/.exec(pathname);
  const rest = match?.[2] ?? "";
  const route = ROUTES.find(({ method, path }) => method === asked && path.test(rest));
  if (!match || !route) return false;
  const shop = context.store.findShop(decodeURIComponent(match[1] ?? ""));
  if (!shop) throw new HttpError(404, `There is no shop ${match[1]}`);
  const input = asked === "GET" ? {} : await readInput(request);
  const params = route.path.exec(rest)?.slice(1) ?? [];
  const result = await route.run({ context, shop, input, params });
  if (isForm(request))
    return redirect(response, request.headers.referer ?? `/control/${shop.handle}`);
  return sendJson(response, 200, result);
};

const ROUTES: Route[] = [
  {
    method: "POST",
    path: /^install$/,
    run: ({ context, shop, input }) => {
      const { scopes } = z.object({ scopes: z.array(z.string()).optional() }).parse(input);
      return { shop: shopView(context.acts.app.install(shop, scopes)) };
    },
  },
  {
    method: "POST",
    path: /^uninstall$/,
    run: ({ context, shop }) => ({ shop: shopView(context.acts.app.uninstall(shop)) }),
  },
  {
    method: "POST",
    path: /^redact$/,
    run: ({ context, shop }) => done(context.acts.app.redact(shop)),
  },
  {
    method: "GET",
    path: /^summary$/,
    run: ({ context, shop }) => ({
      currency: shop.currency,
      ...context.store.ordersTotals(shop.id),
    }),
  },

  {
    method: "POST",
    path: /^products$/,
    run: ({ context, shop, input }) => ({
      product: context.acts.customers.createProduct(shop, inputs.ProductInput.parse(input)),
    }),
  },
  {
    method: "GET",
    path: /^products$/,
    run: ({ context, shop }) => ({
      products: context.store.products.list(shop.id, [], "title", 250),
    }),
  },

  {
    method: "POST",
    path: /^customers$/,
    run: ({ context, shop, input }) => ({
      customer: context.acts.customers.create(shop, inputs.CustomerInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^customers\/merge$/,
    run: ({ context, shop, input }) => {
      const { keepId, deleteId } = z
        .object({ keepId: z.string(), deleteId: z.string() })
        .parse(input);
      return { customer: context.acts.customers.merge(shop, keepId, deleteId) };
    },
  },
  {
    method: "GET",
    path: /^customers\/(\d+)$/,
    run: ({ context, shop, params: [id = ""] }) => ({ customer: customerView(context, shop, id) }),
  },
  {
    method: "PATCH",
    path: /^customers\/(\d+)$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      customer: context.acts.customers.update(shop, id, inputs.CustomerInput.parse(input)),
    }),
  },
  {
    method: "DELETE",
    path: /^customers\/(\d+)$/,
    run: ({ context, shop, params: [id = ""] }) => done(context.acts.customers.remove(shop, id)),
  },
  {
    method: "POST",
    path: /^customers\/(\d+)\/data-request$/,
    run: ({ context, shop, params: [id = ""] }) =>
      done(context.acts.customers.requestData(shop, id)),
  },
  {
    method: "POST",
    path: /^customers\/(\d+)\/redact$/,
    run: ({ context, shop, params: [id = ""] }) => done(context.acts.customers.redact(shop, id)),
  },

  {
    method: "POST",
    path: /^orders$/,
    run: ({ context, shop, input }) => ({
      order: context.acts.orders.create(shop, inputs.OrderInput.parse(input)),
    }),
  },
  {
    method: "GET",
    path: /^orders\/(\d+)$/,
    run: ({ context, shop, params: [id = ""] }) => ({ order: loadOrder(context, shop, id) }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/pay$/,
    run: ({ context, shop, params: [id = ""] }) => ({ order: context.acts.orders.pay(shop, id) }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/ship$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.ship(shop, id, inputs.ShipInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/deliver$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.deliver(shop, id, inputs.DeliverInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/refund$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.refund(shop, id, inputs.RefundInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/cancel$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.cancel(shop, id, inputs.CancelInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/edit$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.edit(shop, id, inputs.EditInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/return$/,
    run: ({ context, shop, input, params: [id = ""] }) => ({
      order: context.acts.orders.requestReturn(shop, id, inputs.ReturnInput.parse(input)),
    }),
  },
  {
    method: "POST",
    path: /^orders\/(\d+)\/returns\/(\d+)\/(\w+)$/,
    run: ({ context, shop, params: [id = "", returnId = "", decision] }) => ({
      order: context.acts.orders.decideReturn(
        shop,
        id,
        returnId,
        z.enum(RETURN_DECISIONS).parse(decision),
      ),
    }),
  },

  {
    method: "GET",
    path: /^deliveries$/,
    run: ({ context, shop }) => listDeliveries(context, shop),
  },
  {
    method: "GET",
    path: /^webhooks$/,
    run: ({ context, shop }) => ({
      switches: context.webhooks.switches(shop.id),
      waiting: context.store.deliveries.countWaiting(shop.id),
    }),
  },
  {
    method: "POST",
    path: /^webhooks$/,
    run: ({ context, shop, input }) => {
      const switches = { ...context.webhooks.switches(shop.id), ...SwitchesInput.parse(input) };
      context.webhooks.setSwitches(shop.id, switches);
      return { switches };
    },
  },
  {
    method: "POST",
    path: /^webhooks\/send$/,
    run: async ({ context, shop, input }) => ({
      delivery: deliveryView(
        await context.webhooks.sendNow(shop, DirectSendInput.parse(input)),
        true,
      ),
    }),
  },
  {
    method: "POST",
    path: /^webhooks\/settle$/,
    run: async ({ context, shop, input }) => {
      const { timeoutMs } = z.object({ timeoutMs: z.coerce.number().default(10_000) }).parse(input);
      return { settled: await context.webhooks.settle(shop.id, timeoutMs) };
    },
  },

  {
    method: "GET",
    path: /^session-token$/,
    run: ({ context, shop }) => ({ token: context.mintSessionToken(shop, tokenOptions(context)) }),
  },
  {
    method: "GET",
    path: /^admin-url$/,
    run: ({ context, shop }) => ({ url: adminUrl(context, shop) }),
  },
];

function done(_result: void): { ok: true } {
  return { ok: true };
}

function loadOrder(context: RequestContext, shop: ShopDoc, id: string) {
  const order = context.store.orders.find(shop.id, id);
  if (!order) throw new HttpError(404, `There is no order ${id}`);
  return order;
}

function listDeliveries(context: RequestContext, shop: ShopDoc) {
  const query = context.url.searchParams;
  const limit = Math.min(Number(query.get("limit") ?? 1000), 10_000);
  const rows = context.store.deliveries.list(shop.id, Number(query.get("since") ?? 0), limit);
  return { deliveries: rows.map((row) => deliveryView(row, query.get("bodies") === "1")) };
}

function tokenOptions(context: RequestContext) {
  const query = context.url.searchParams;
  const life = query.get("lifeSeconds");
  const userId = query.get("userId");
  return { ...(life && { lifeSeconds: Number(life) }), ...(userId && { userId }) };
}

/** The document address that the admin opens in its frame. */
function adminUrl(context: RequestContext, shop: ShopDoc): string {
  const url = new URL(context.url.searchParams.get("path") ?? "/app", `${context.app.appUrl}/`);
  const host = Buffer.from(`admin.shopify.com/store/${shop.handle}`).toString("base64");
  url.searchParams.set("embedded", "1");
  url.searchParams.set("shop", shop.domain);
  url.searchParams.set("host", host);
  url.searchParams.set("id_token", context.mintSessionToken(shop));
  return url.href;
}

async function shops(
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Promise<boolean> {
  if (method === "GET")
    return sendJson(response, 200, { shops: context.store.listShops().map(shopView) });
  if (method !== "POST") return false;
  const shop = context.acts.app.createShop(inputs.ShopInput.parse(await readInput(request)));
  return sendJson(response, 200, { shop: shopView(shop) });
}

async function faults(
  method: string,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): Promise<boolean> {
  if (method === "GET") return sendJson(response, 200, { fault: context.faults.get() });
  if (method !== "POST") return false;
  const wish = FaultInput.parse(await readInput(request));
  context.faults.set({ ...wish, count: wish.count ?? null, operation: wish.operation ?? null });
  return sendJson(response, 200, { fault: context.faults.get() });
}
