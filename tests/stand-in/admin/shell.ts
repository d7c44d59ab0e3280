import { escapeHtml } from "../http.ts";
import type { RequestContext } from "../handler.ts";
import type { ShopDoc } from "../store/documents.ts";

/** Everything of the shop's own that the admin can show, left of every page. */
type Entry = { label: string; href: string; icon: string };

/** Path data on a 20 × 20 grid. */
const ICONS = {
  orders: "M4 3h12v14l-3-2-3 2-3-2-3 2zM7 7h6M7 10h6",
  store: "M3 8l1.500-5h11L17 8M4 8v9h12V8M8 17v-5h4v5",
  theme: "M3 4h14v12H3zM3 8h14M8 8v8",
  tools: "M10 3v14M3 10h14M5 5l10 10M15 5L5 15",
};

/** The address of the app's iframe page in the admin, without a slash at the end. */
export function appBase(shop: ShopDoc, appHandle: string): string {
  return `/admin/store/${shop.handle}/apps/${appHandle}`;
}

/** A page of the admin: top bar, navigation, and `main` as its content. `scripts` go to the end of the body. */
export function adminPage(
  context: RequestContext,
  shop: ShopDoc,
  page: { title: string; path: string; main: string; scripts?: string },
): string {
  const base = appBase(shop, context.app.handle);
  const current = (href: string) => (href === page.path ? ' aria-current="page"' : "");
  const entries: Entry[] = [
    { label: "Shop and orders", href: `/control/${shop.handle}`, icon: ICONS.orders },
    { label: "Online store", href: `/storefront/${shop.handle}/`, icon: ICONS.store },
    {
      label: "Theme editor",
      href: `/admin/store/${shop.handle}/themes/current/editor`,
      icon: ICONS.theme,
    },
    { label: "Stand-in", href: "/", icon: ICONS.tools },
  ];
  const links = entries
    .map(({ label, href, icon }) => {
      const image = `<svg viewBox="0 0 20 20" aria-hidden="true"><path d="${icon}"/></svg>`;
      return `<li><a href="${escapeHtml(href)}"${current(href)}>${image}${label}</a></li>`;
    })
    .join("");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)} · ${escapeHtml(shop.name)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/admin/frame.css">
</head>
<body data-nav="closed">
<a class="skip" href="#main">Skip to content</a>
<header class="top">
  <button class="top__menu" id="menu-button" type="button" aria-label="Menu" aria-expanded="false" aria-controls="nav">
    <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h14M3 10h14M3 15h14"/></svg>
  </button>
  <a class="top__name" href="${base}">admin</a>
  <p class="top__note">A stand-in on this machine</p>
  <p class="top__shop"><span aria-hidden="true">${escapeHtml(initials(shop.name))}</span>${escapeHtml(shop.name)}</p>
</header>
<div class="save-bar" id="save-bar" role="region" aria-label="Unsaved changes" hidden>
  <p>Unsaved changes</p>
  <div id="save-bar-buttons"></div>
</div>
<nav class="nav" id="nav" aria-label="Admin">
  <ul>${links}</ul>
  <h2>Apps</h2>
  <ul>
    <li>
      <a href="${base}" id="app-home"${current(base)}><span class="app-icon" aria-hidden="true">e</span>${escapeHtml(context.app.name)}</a>
      <ul class="nav__sub" id="app-nav"></ul>
    </li>
  </ul>
</nav>
<main class="main" id="main" tabindex="-1">${page.main}</main>
${page.scripts ?? menuScript}
</body>
</html>
`;
}

/** Pages without the frame's own script still open their navigation on a phone. */
const menuScript = `<script>
document.getElementById("menu-button").addEventListener("click", (event) => {
  const open = document.body.dataset.nav !== "open";
  document.body.dataset.nav = open ? "open" : "closed";
  event.currentTarget.setAttribute("aria-expanded", String(open));
});
</script>`;

function initials(name: string): string {
  const letters = name.match(/(?<!\p{Letter})\p{Letter}/gu) ?? [];
  return letters.slice(0, 2).join("").toUpperCase();
}
