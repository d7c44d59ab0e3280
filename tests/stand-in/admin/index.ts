import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { ServerResponse } from "node:http";

import type { Handler, RequestContext } from "../handler.ts";
import { redirect, sendHtml, sendJson } from "../http.ts";
import type { ShopDoc } from "../store/documents.ts";
import { browserScript } from "./bundle.ts";
import { FACTS } from "./facts.ts";
import { sendAppPage } from "./pages/app-page.ts";
import { saveBlock, sendThemeEditor } from "./pages/theme-editor.ts";
import { adminPage, appBase } from "./shell.ts";

/** The admin, `/admin/store/{handle}/…`, with the app in its frame, and `/app-bridge.js` for the app to load in it. */
export const handleAdmin: Handler = async (request, response, context) => {
  const { pathname, search } = context.url;
  if (pathname === "/app-bridge.js")
    return sendFile(response, "text/javascript", await browserScript("app-bridge"));
  if (pathname === "/admin/frame.js")
    return sendFile(response, "text/javascript", await browserScript("frame"));
  if (pathname === "/admin/frame.css") {
    return sendFile(
      response,
      "text/css",
      await readFile(resolve(import.meta.dirname, "frame.css"), "utf8"),
    );
  }

  const match = /^\/admin\/store\/([a-z0-9-]+)(?:\/(.*))?$/.exec(pathname);
  const shop = match?.[1] ? context.store.findShop(match[1]) : null;
  if (!match) return false;
  if (!shop)
    return sendHtml(
      response,
      404,
      "<!doctype html><title>No such shop</title><p>There is no such shop.</p>",
    );

  const page = match[2] ?? "";
  const fact = Object.hasOwn(FACTS, page) ? FACTS[page] : undefined;
  if (fact) return sendJson(response, 200, fact(context, shop));
  if (page === "" || page === "apps") return redirect(response, appBase(shop, context.app.handle));
  if (page === "themes/current/editor") {
    return request.method === "POST"
      ? saveBlock(request, response, context, shop)
      : sendThemeEditor(response, context, shop);
  }
  const ownPage = appPath(page, context.app);
  if (ownPage === null) return sendElsewhere(response, context, shop);
  if (ownPage === "/install" && request.method === "POST") {
    context.acts.app.install(shop);
    return redirect(response, appBase(shop, context.app.handle));
  }
  return sendAppPage(response, context, shop, (ownPage || "/app") + search);
};

function sendElsewhere(response: ServerResponse, context: RequestContext, shop: ShopDoc): true {
  const main = `<div class="card"><h1>Not here</h1><p>This stand-in of the admin does not have this page.</p></div>`;
  const page = { title: "Not here", path: context.url.pathname, main };
  return sendHtml(response, 404, adminPage(context, shop, page));
}

/** `apps/encore/app/customers` → `/app/customers`; the app is known by its handle and by its API key. Null: another page. */
function appPath(page: string, app: { handle: string; apiKey: string }): string | null {
  for (const name of [app.handle, app.apiKey]) {
    if (page === `apps/${name}`) return "";
    if (page.startsWith(`apps/${name}/`))
      return page.slice(`apps/${name}`.length).replace(/\/$/, "");
  }
  return null;
}

function sendFile(response: ServerResponse, type: string, body: string): true {
  response.writeHead(200, {
    "content-type": `${type}; charset=utf-8`,
    "cache-control": "no-cache",
  });
  response.end(body);
  return true;
}
