import { resolve } from "node:path";

import type { Liquid } from "liquidjs";

import { escapeHtml } from "../http.ts";
import { extensionDir, extensionTranslations, readBlock, settingsOf } from "./extension.ts";
import { createEngine, renderKept } from "./liquid/engine.ts";
import { globalsOf } from "./liquid/page.ts";

/** An app block as a theme's template places it. */
export type PlacedBlock = { id: string; handle: string; settings: Record<string, unknown> };

export type AppBlockSurroundings = {
  language: string;
  currency: string;
  timezone: string;
  /** Shopify's global objects: shop, customer, product, cart, routes, request … */
  objects: Record<string, unknown>;
  /** Metafields of the app's installation, `{namespace: {key: {value}}}`. */
  appMetafields: Record<string, unknown>;
  /** Address of a file in the extension's `assets`. */
  assetUrl: (file: string) => string;
};

/** A rendered block, and the files of the extension that the page must load for it. */
export type RenderedBlock = { html: string; stylesheet: string | null; javascript: string | null };

let engine: Liquid | undefined;

/** Renders a block of the app's theme extension as Shopify would. Throws when its Liquid is wrong. */
export function renderAppBlock(placed: PlacedBlock, around: AppBlockSurroundings): RenderedBlock {
  engine ??= createEngine(extensionDir);
  const { source, schema } = readBlock(placed.handle);
  const block = {
    id: placed.id,
    type: `shopify://apps/encore/blocks/${placed.handle}/${placed.id}`,
    settings: settingsOf(schema, placed.settings),
    shopify_attributes: `data-shopify-editor-block="${escapeHtml(JSON.stringify({ id: placed.id }))}"`,
  };
  const page = {
    language: around.language,
    currency: around.currency,
    timezone: around.timezone,
    assetUrl: around.assetUrl,
    translations: extensionTranslations(),
  };
  const globals = globalsOf({ ...around.objects, app: { metafields: around.appMetafields } }, page);
  const html = renderKept(engine, resolve(extensionDir, "blocks"), source, { block }, { globals });
  return {
    html: `<div id="shopify-block-${escapeHtml(placed.id)}" class="shopify-block shopify-app-block">${html}</div>`,
    stylesheet: schema.stylesheet ? around.assetUrl(schema.stylesheet) : null,
    javascript: schema.javascript ? around.assetUrl(schema.javascript) : null,
  };
}
