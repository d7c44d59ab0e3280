import { createHash } from "node:crypto";

import type { FilterImplOptions } from "liquidjs";

import { escapeHtml } from "../../http.ts";
import { pageOfFilter } from "./page.ts";

/** A drawn picture for a product without one: the same for the same title, so that a page is recognisable. */
function productPicture(title: string): string {
  const hash = createHash("sha256").update(title).digest();
  const hue = Math.round(((hash[0] ?? 0) / 255) * 360);
  const turn = (hash[1] ?? 0) % 90;
  const corner = 14 + ((hash[2] ?? 0) % 60);
  return (
    `<svg viewBox="0 0 200 200" role="img" aria-label="${escapeHtml(title)}" preserveAspectRatio="xMidYMid slice">` +
    `<rect width="200" height="200" fill="hsl(${hue} 28% 92%)"/>` +
    `<rect x="58" y="58" width="84" height="84" rx="${corner / 2}" fill="hsl(${hue} 32% 70%)" transform="rotate(${turn} 100 100)"/>` +
    `<circle cx="100" cy="100" r="26" fill="hsl(${(hue + 30) % 360} 40% 84%)"/></svg>`
  );
}

export const urlFilters: Record<string, FilterImplOptions> = {
  asset_url(file: unknown) {
    return pageOfFilter(this).assetUrl(String(file));
  },
  stylesheet_tag(url: unknown) {
    return `<link href="${escapeHtml(String(url))}" rel="stylesheet" type="text/css" media="all">`;
  },
  script_tag(url: unknown) {
    return `<script src="${escapeHtml(String(url))}" type="text/javascript"></script>`;
  },
  image_url(image: unknown) {
    const source = (image as { src?: unknown } | null)?.src ?? image;
    return typeof source === "string" ? source : "";
  },
  image_tag(url: unknown) {
    return `<img src="${escapeHtml(String(url))}" alt="" loading="lazy">`;
  },
  placeholder_svg_tag(title: unknown) {
    return productPicture(String(title));
  },
  link_to(text: unknown, url: unknown) {
    return `<a href="${escapeHtml(String(url))}">${String(text)}</a>`;
  },
};
