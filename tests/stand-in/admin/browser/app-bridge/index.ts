import { config, documentUrl } from "./config.ts";
import { adminUrl, embedded, tellAdmin } from "./connection.ts";
import { patchFetch } from "./fetch.ts";
import { idToken } from "./id-token.ts";
import { Modal } from "./modal.ts";
import { AppNav, NavMenu } from "./nav-menu.ts";
import { followNavigation } from "./navigation.ts";
import { SaveBar } from "./save-bar.ts";
import { serveSaveBarForms } from "./save-bar-forms.ts";
import { shopify } from "./shopify.ts";
import { addStyle } from "./style.ts";
import { TitleBar } from "./title-bar.ts";

// App Bridge for apps that run in the admin of the stand-in. It is a classic script: `window.shopify` is there before
// anything of the app runs.
if (!("shopify" in window)) {
  Object.assign(window, { shopify });
  addStyle();
  customElements.define("ui-nav-menu", NavMenu);
  customElements.define("s-app-nav", AppNav);
  customElements.define("ui-title-bar", TitleBar);
  customElements.define("ui-save-bar", SaveBar);
  customElements.define("ui-modal", Modal);
  if (embedded) start();
  else enterAdmin();
}

function start(): void {
  tellAdmin({ type: "hello" });
  const reload = new URLSearchParams(location.search).get("shopify-reload");
  if (reload !== null) {
    void reloadWithToken(reload);
    return;
  }
  patchFetch();
  followNavigation();
  serveSaveBarForms();
}

/** The bounce page: the app asked for this document again, this time with a session token. */
async function reloadWithToken(reload: string): Promise<void> {
  const url = documentUrl(reload);
  if (url.origin !== location.origin)
    throw new Error(`Will not take a session token to ${url.origin}`);
  url.searchParams.set("id_token", await idToken());
  location.replace(url);
}

/** An embedded app that was opened in a tab of its own belongs into the admin. */
function enterAdmin(): void {
  const path = /^[^/]+(\/store\/[a-z0-9-]+)$/.exec(config.host ? atob(config.host) : "")?.[1];
  const asked = new URLSearchParams(location.search).get("embedded") === "1";
  if (path && asked) location.replace(`${adminUrl}/admin${path}/apps/encore${location.pathname}`);
}
