import { Liquid, type Template } from "liquidjs";

import { keptOf } from "./kept.ts";
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
    cache: compiled(`${dir}/snippets`),
  });
  for (const filters of [textFilters, moneyFilters, numberFilters, urlFilters]) {
    for (const [name, filter] of Object.entries(filters)) engine.registerFilter(name, filter);
  }
  for (const [name, tag] of Object.entries(tags)) engine.registerTag(name, tag);
  return engine;
}

/** Renders a text as `engine.parseAndRenderSync` does, and compiles it once for as long as the file that it is of stays. */
export function renderKept(
  engine: Liquid,
  folder: string,
  source: string,
  ...[scope, options]: [scope: object, options: { globals: object }]
): string {
  const templates = keptOf(folder, source, () => engine.parse(source));
  return engine.renderSync(templates, scope, options) as string;
}

/** The snippets, each compiled once; a saved file shows on the next page. */
function compiled(folder: string) {
  const kept = () => keptOf(folder, "compiled", () => new Map<string, Compiled>());
  return {
    read: (key: string) => kept().get(key),
    write: (key: string, templates: Compiled) => void kept().set(key, templates),
    remove: (key: string) => void kept().delete(key),
  };
}

type Compiled = Template[] | Promise<Template[]>;
