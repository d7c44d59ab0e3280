import { Liquid } from "liquidjs";

import { moneyFilters } from "./money-filters.ts";
import { numberFilters } from "./number-filters.ts";
import { tags } from "./tags.ts";
import { textFilters } from "./text-filters.ts";
import { urlFilters } from "./url-filters.ts";

/**
 * A Liquid engine that reads as Shopify does: output is not escaped, filters that do not exist are errors, only own
 * properties are visible. `dir` holds the snippets.
 */
export function createEngine(dir: string): Liquid {
  const engine = new Liquid({
    root: dir,
    partials: `${dir}/snippets`,
    extname: ".liquid",
    strictFilters: true,
    ownPropertyOnly: true,
    cache: false, // a saved file shows on the next page
  });
  for (const filters of [textFilters, moneyFilters, numberFilters, urlFilters]) {
    for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
  }
  for (const [name, tag] of Object.entries(tags)) engine.registerTag(name, tag);
  return engine;
}
