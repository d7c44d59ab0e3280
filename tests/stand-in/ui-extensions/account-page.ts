import { escapeHtml } from "../http.ts";
import { themeText } from "../storefront/theme-text.ts";
import type { Visit } from "../storefront/visit.ts";

/** A page of the new customer accounts, which no theme reaches. `main` is already HTML. */
export function accountPage(visit: Visit, title: string, main: string): string {
  const { shop, base, root, language } = visit;
  const link = (page: string, key: string) =>
    `<a href="${root}customer-account/${page}">${escapeHtml(themeText(visit, key))}</a>`;
  return `<!doctype html>
<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} – ${escapeHtml(shop.name)}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="${base}cdn/theme/theme.css"></head>
<body><header class="header"><div class="wrap header__row">
<a class="header__name" href="${root}">${escapeHtml(shop.name)}</a>
<nav class="header__nav" aria-label="${escapeHtml(themeText(visit, "layout.account"))}">
${link("orders", "account.orders")}${link("profile", "layout.profile")}
<a href="${root}account/logout">${escapeHtml(themeText(visit, "account.sign_out"))}</a></nav></div></header>
<main class="wrap main" id="main">${main}</main></body></html>`;
}
