import type { Context } from "liquidjs";

import type { Translations } from "./translations.ts";

/** What the filters know of the page they render into. */
export type Page = {
  /** The visitor's language, for example `de`. */
  language: string;
  /** The currency that prices are shown in, ISO 4217. */
  currency: string;
  /** The shop's time zone, IANA. */
  timezone: string;
  /** Address of an asset of whoever owns the template (the theme, or the app's extension). */
  assetUrl: (file: string) => string;
  /** The locale files of whoever owns the template. */
  translations: Translations;
};

const key = Symbol("page");

/** The render globals: Shopify's global objects, visible in snippets too, and the page for the filters. */
export function globalsOf(objects: Record<string, unknown>, page: Page): Record<string, unknown> {
  return Object.assign({}, objects, { [key]: page });
}

/** The page that a filter or tag runs on. Throws when the template was rendered without one. */
export function pageOf(context: Context): Page {
  const page = (context.globals as { [key]?: Page })[key];
  if (!page) throw new Error("This template was rendered without a page");
  return page;
}

/** The page of a filter, from its `this`. */
export function pageOfFilter(filter: { context: Context }): Page {
  return pageOf(filter.context);
}
