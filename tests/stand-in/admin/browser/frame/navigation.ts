import type { NavItem } from "../messages.ts";
import { tellApp } from "./connection.ts";
import { byId, config } from "./page.ts";
import { beforeLeaving } from "./save-bar.ts";

let items: NavItem[] = [];
let path = location.pathname.slice(config.appBase.length) || "/app";

/** The app's pages in the admin's navigation. The one marked "home" is the app's name itself. */
export function showNav(next: NavItem[]): void {
  items = next;
  const links = items.filter((item) => !item.home).map(navLink);
  byId("app-nav").replaceChildren(...links);
  markCurrent();
}

/** The app moved: the admin's address follows. The browser's history has the step already, from the iframe. */
export function followApp(nextPath: string): void {
  path = nextPath;
  const suffix = path === "/app" ? "" : path;
  history.replaceState(null, "", config.appBase + suffix);
  markCurrent();
}

/** A click on the app's own name goes to its home page. */
export function serveHomeLink(): void {
  byId<HTMLAnchorElement>("app-home").addEventListener("click", (event) => {
    const home = items.find((item) => item.home);
    if (home) follow(event, home.href);
  });
}

/** Opens an address that leaves the app's frame: pages of the admin, the storefront, anything else. */
export function openOutside(url: string, target: string): void {
  const href = inAdmin(url) ?? url;
  if (target === "_blank") window.open(href, "_blank", "noopener");
  else location.assign(href);
}

/** `shopify://admin/…` and the shop's real admin addresses are pages of this admin; null for all others. */
function inAdmin(url: string): string | null {
  const own = /^shopify:\/*admin(\/.*)?$/i.exec(url);
  if (own) return config.adminBase + (own[1] ?? "");
  const { hostname, pathname, search } = new URL(url);
  if (hostname === config.shopDomain && pathname.startsWith("/admin")) {
    return config.adminBase + pathname.slice("/admin".length) + search;
  }
  if (hostname === "admin.shopify.com") return `/admin${pathname}${search}`;
  return null;
}

function navLink(item: NavItem): HTMLLIElement {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = config.appBase + item.href;
  link.textContent = item.label;
  link.dataset["href"] = item.href;
  link.addEventListener("click", (event) => follow(event, item.href));
  entry.append(link);
  return entry;
}

function follow(event: MouseEvent, href: string): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  document.body.dataset["nav"] = "closed";
  byId("menu-button").setAttribute("aria-expanded", "false");
  beforeLeaving().then(
    () => tellApp({ type: "navigate", href }),
    () => undefined, // they stay
  );
}

/** The item with the longest address that the app's path begins with. */
function markCurrent(): void {
  const [pathname = ""] = path.split(/[?#]/, 1);
  const fits = ({ href }: NavItem) => {
    const [itemPath = ""] = href.split(/[?#]/, 1);
    return pathname === itemPath || pathname.startsWith(`${itemPath}/`);
  };
  const current = items.filter(fits).sort((a, b) => b.href.length - a.href.length)[0];
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#app-nav a")) {
    setCurrent(link, link.dataset["href"] === current?.href);
  }
  setCurrent(byId("app-home"), !current || current.home);
}

function setCurrent(link: HTMLElement, current: boolean): void {
  if (current) link.setAttribute("aria-current", "page");
  else link.removeAttribute("aria-current");
}
