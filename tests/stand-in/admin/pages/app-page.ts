import { escapeHtml, sendHtml } from "../../http.ts";
import type { RequestContext } from "../../handler.ts";
import type { ShopDoc } from "../../store/documents.ts";
import type { FrameConfig } from "../browser/frame/page.ts";
import { documentUrl } from "../document-url.ts";
import { adminPage, appBase } from "../shell.ts";
import type { ServerResponse } from "node:http";

/** The app in its frame. `path` is the app's own path; an app that is not installed is offered for installing. */
export function sendAppPage(
  response: ServerResponse,
  context: RequestContext,
  shop: ShopDoc,
  path: string,
): true {
  const base = appBase(shop, context.app.handle);
  const page = shop.grantedScopes
    ? { main: frameOf(context, shop, path), scripts: scriptsOf(context, shop) }
    : { main: installOffer(context, base) };
  return sendHtml(
    response,
    200,
    adminPage(context, shop, { title: context.app.name, path: base, ...page }),
  );
}

function frameOf(context: RequestContext, shop: ShopDoc, path: string): string {
  const name = escapeHtml(context.app.name);
  return `
<div class="title-bar">
  <span class="app-icon" aria-hidden="true">e</span>
  <p class="title-bar__app" id="app-name" hidden>${name}</p>
  <h1 class="title-bar__title" id="app-title">${name}</h1>
  <div class="title-bar__actions" id="app-actions"></div>
  <div class="loading" id="loading" role="progressbar" aria-label="Loading" hidden></div>
</div>
<iframe class="app-frame" id="app-frame" title="${name}" data-src="${escapeHtml(documentUrl(context, shop, path))}"></iframe>
<div class="toasts" id="toasts" role="status" aria-live="polite"></div>
<dialog class="dialog" id="leave-dialog" aria-labelledby="leave-title">
  <form method="dialog">
    <h2 id="leave-title">Leave page with unsaved changes?</h2>
    <p>Leaving this page will delete all unsaved changes.</p>
    <div class="dialog__buttons">
      <button class="button" value="stay">Stay</button>
      <button class="button button--critical" value="leave">Leave page</button>
    </div>
  </form>
</dialog>
<dialog class="dialog" id="picker" aria-labelledby="picker-title">
  <form method="dialog">
    <h2 id="picker-title">Choose products</h2>
    <label class="field">Search <input id="picker-search" type="search" autocomplete="off"></label>
    <ul class="picker__list" id="picker-list"></ul>
    <div class="dialog__buttons">
      <button class="button" value="cancel">Cancel</button>
      <button class="button button--primary" value="choose">Choose</button>
    </div>
  </form>
</dialog>`;
}

function scriptsOf(context: RequestContext, shop: ShopDoc): string {
  const config: FrameConfig = {
    appOrigin: new URL(context.app.appUrl).origin,
    adminBase: `/admin/store/${shop.handle}`,
    appBase: appBase(shop, context.app.handle),
    shopDomain: shop.domain,
    shopName: shop.name,
    appName: context.app.name,
  };
  const json = JSON.stringify(config).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="frame-config">${json}</script><script src="/admin/frame.js"></script>`;
}

function installOffer(context: RequestContext, base: string): string {
  const scopes = context.app.scopes
    .map((scope) => `<li><code>${escapeHtml(scope)}</code></li>`)
    .join("");
  return `
<div class="card">
  <h1>Install ${escapeHtml(context.app.name)}</h1>
  <p>This app asks for access to:</p>
  <ul>${scopes}</ul>
  <form method="post" action="${base}/install"><button class="button button--primary">Install</button></form>
</div>`;
}
