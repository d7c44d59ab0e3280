import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import type { Store } from "../store/store.ts";

/** The theme's files on disk; a shop keeps its own copy of the templates it changed. */
export const themeDir = resolve(import.meta.dirname, "theme");

export type TemplateBlock = { type: string; disabled?: boolean; settings: Record<string, unknown> };

export type TemplateSection = {
  type: string;
  settings: Record<string, unknown>;
  blocks?: Record<string, TemplateBlock>;
  block_order?: string[];
};

/** A JSON template of the theme, as Shopify keeps it. */
export type Template = { sections: Record<string, TemplateSection>; order: string[] };

export const TEMPLATES = [
  "index",
  "collection",
  "product",
  "cart",
  "checkout",
  "page.rewards",
  "customers/account",
  "customers/login",
  "customers/register",
  "customers/order",
  "404",
] as const;

export type TemplateName = (typeof TEMPLATES)[number];

/** A template of a shop's theme: its own, else the one that the theme came with. */
export function readTemplate(store: Store, shopId: string, name: TemplateName): Template {
  const filename = `templates/${name}.json`;
  const own = store.themeFiles.find(shopId, filename)?.body;
  return JSON.parse(own ?? readFileSync(resolve(themeDir, filename), "utf8")) as Template;
}

/** Keeps a shop's own version of a template. */
export function writeTemplate(
  store: Store,
  shopId: string,
  name: TemplateName,
  template: Template,
  now: Date,
): void {
  store.themeFiles.put(shopId, {
    filename: `templates/${name}.json`,
    body: JSON.stringify(template, null, 2),
    updatedAt: now.toISOString(),
  });
}

/** Handle and id of an app block's type, `shopify://apps/encore/blocks/points-balance/…`; null for other blocks. */
export function appBlockOf(type: string): { handle: string; id: string } | null {
  const match = /^shopify:\/\/apps\/[^/]+\/blocks\/([^/]+)\/([^/]+)$/.exec(type);
  return match?.[1] && match[2] ? { handle: match[1], id: match[2] } : null;
}
