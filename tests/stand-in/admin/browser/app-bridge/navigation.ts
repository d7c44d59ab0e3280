import { config, documentUrl, FRAME_PARAMS } from "./config.ts";
import { onAdmin, tellAdmin } from "./connection.ts";

let appListens = false;

/** Keeps the admin's address in step with the app's, and lets the admin's menu move the app. */
export function followNavigation(): void {
  noticeListeners();
  for (const name of ["pushState", "replaceState"] as const) {
    const plain = history[name].bind(history);
    history[name] = (...args) => {
      plain(...args);
      tellPath();
    };
  }
  window.addEventListener("popstate", tellPath);
  onAdmin((message) => {
    if (message.type === "welcome") tellPath();
    if (message.type === "navigate") goTo(message.href);
  });
  document.addEventListener("click", openAdminLinks, true);
  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const href = String(url ?? "");
    if (!leavesTheFrame(href, target)) return plainOpen(url, target, features);
    tellAdmin({ type: "open", url: absolute(href), target: target ?? "_top" });
    return null;
  };
}

function tellPath(): void {
  const url = new URL(location.href);
  for (const name of FRAME_PARAMS) url.searchParams.delete(name);
  tellAdmin({ type: "navigated", path: url.pathname + url.search + url.hash });
}

/**
 * Follows a link of the navigation menu as a click on it would: the app's own router may take it; else an app that
 * listens for `shopify:navigate` is told; else the document is loaded.
 */
function goTo(href: string): void {
  const links = document.querySelectorAll<HTMLAnchorElement>(
    "ui-nav-menu a, s-app-nav a, s-app-nav s-link",
  );
  const link = [...links].find((candidate) => candidate.getAttribute("href") === href);
  if (!link) return location.assign(documentUrl(href));
  const stop = (event: Event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!appListens) return location.assign(documentUrl(href));
    link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true }));
  };
  window.addEventListener("click", stop, { once: true });
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
  window.removeEventListener("click", stop);
}

/** Links and windows of the admin itself, `shopify://admin/products`, open around the app. */
function openAdminLinks(event: MouseEvent): void {
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
  const href = link?.getAttribute("href") ?? "";
  if (!link || !leavesTheFrame(href, link.target)) return;
  event.preventDefault();
  tellAdmin({ type: "open", url: absolute(href), target: link.target || "_top" });
}

/** Whether the admin must open this: its own pages, and whatever is to replace it. */
function leavesTheFrame(href: string, target?: string): boolean {
  if (href.startsWith("shopify:") || target === "_top" || target === "_parent") return true;
  const { hostname } = new URL(href, location.href);
  return hostname === config.shop || hostname === "admin.shopify.com";
}

function absolute(href: string): string {
  return href.startsWith("shopify:") ? href : new URL(href, location.href).href;
}

function noticeListeners(): void {
  const plain = window.addEventListener.bind(window);
  window.addEventListener = (type: string, ...rest: unknown[]) => {
    if (type === "shopify:navigate") appListens = true;
    (plain as (type: string, ...rest: unknown[]) => void)(type, ...rest);
  };
}
