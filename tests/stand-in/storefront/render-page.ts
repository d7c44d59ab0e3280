import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { escapeHtml } from "../http.ts";
import { renderAppBlock, type AppBlockSurroundings, type RenderedBlock } from "./app-block.ts";
import { listEmbeds } from "./embeds.ts";
import { isAllowedOn, listBlocks, readBlock } from "./extension.ts";
import { globalObjects, installationMetafields } from "./global-objects.ts";
import { createEngine, renderKept } from "./liquid/engine.ts";
import { globalsOf } from "./liquid/page.ts";
import { readTranslations } from "./liquid/translations.ts";
import {
  appBlockOf,
  readTemplate,
  themeDir,
  type TemplateName,
  type TemplateSection,
} from "./theme.ts";
import type { Visit } from "./visit.ts";

const engine = createEngine(themeDir);

/** Renders a page of the theme with the app's blocks in it. `objects` are the page's own (product, collection …). */
export function renderPage(
  visit: Visit,
  name: TemplateName,
  title: string,
  objects: Record<string, unknown> = {},
): string {
  const theme = openTheme(visit, name, objects);
  const template = readTemplate(visit.context.store, visit.shop.id, name);
  const blocks: RenderedBlock[] = [];
  const sections = template.order.map((id) => {
    const section = template.sections[id];
    if (!section) throw new RangeError(`The template ${name} has no section "${id}"`);
    const rendered = hasApp(visit) ? appBlocks(section, theme.around, name) : [];
    blocks.push(...rendered);
    const source = readFileSync(resolve(themeDir, "sections", `${section.type}.liquid`), "utf8");
    return theme.render(source, {
      section: { id, settings: section.settings, blocks: rendered },
    });
  });
  return inLayout(visit, theme, { name, title, content: sections.join("\n"), blocks });
}

/** Renders Liquid that the app answered a visitor with, inside the theme's layout as Shopify does. */
export function renderAnswer(visit: Visit, source: string): string {
  const theme = openTheme(visit, "page", {});
  const content = engine.parseAndRenderSync(source, {}, theme) as string;
  return inLayout(visit, theme, { name: "page", title: visit.shop.name, content, blocks: [] });
}

/** What an app put into the theme is shown only while it is installed. */
function hasApp({ shop }: Visit): boolean {
  return shop.grantedScopes !== null;
}

type OpenTheme = {
  around: AppBlockSurroundings;
  /** What the theme's Liquid sees. */
  globals: object;
  /** Renders a text of the theme, with its own assets and words. */
  render: (source: string, scope: object) => string;
};

function openTheme(visit: Visit, name: string, objects: Record<string, unknown>): OpenTheme {
  const globals = { ...globalObjects(visit, name), ...objects };
  const page = {
    language: visit.language,
    currency: visit.shop.currency,
    timezone: visit.shop.timezone,
    assetUrl: (file: string) => `${visit.base}cdn/theme/${file}`,
    translations: readTranslations(resolve(themeDir, "locales"), "storefront"),
  };
  const themeGlobals = globalsOf(globals, page);
  return {
    globals: themeGlobals,
    around: {
      ...page,
      objects: globals,
      appMetafields: installationMetafields(visit),
      assetUrl: (file) => `${visit.base}cdn/encore/${file}`,
    },
    render: (source, scope) =>
      renderKept(engine, resolve(themeDir, "sections"), source, scope, { globals: themeGlobals }),
  };
}

type Content = { name: string; title: string; content: string; blocks: RenderedBlock[] };

function inLayout(
  visit: Visit,
  { around, render }: OpenTheme,
  { name, title, content, blocks }: Content,
): string {
  const embeds = hasApp(visit) ? appEmbeds(visit, around, name) : [];
  const inHead = embeds.filter(({ target }) => target !== "body").map(({ html }) => html);
  const inBody = embeds.filter(({ target }) => target === "body").map(({ html }) => html);
  const layout = readFileSync(resolve(themeDir, "layout/theme.liquid"), "utf8");
  const html = render(layout, {
    page_title: title,
    content_for_header: [
      shopifyObject(visit),
      contentForHeader([...blocks, ...embeds]),
      ...inHead,
    ].join("\n"),
    content_for_layout: content,
  });
  // Shopify puts body embeds right before the end, whatever the theme.
  const end = html.lastIndexOf("</body>");
  return `${html.slice(0, end)}${inBody.join("\n")}${html.slice(end)}`;
}

/** `page.rewards` is a page, `customers/account` is called so in settings and objects alike. */
function pageType(name: string): string {
  return name.split(".")[0] ?? name;
}

/** The app embeds that are switched on and may stand on this page. */
function appEmbeds(visit: Visit, around: AppBlockSurroundings, name: string) {
  return listEmbeds(visit.context.store, visit.shop.id)
    .filter(({ on, handle }) => on && isAllowedOn(readBlock(handle).schema, pageType(name)))
    .map((embed) => ({ ...renderAppBlock(embed, around), target: embed.target }));
}

/** The `Shopify` object that every storefront page has. */
function shopifyObject({ shop, language, root }: Visit): string {
  const facts = {
    shop: shop.domain,
    locale: language,
    currency: { active: shop.currency, rate: "1.0" },
    routes: { root },
    theme: { id: 1, name: "Plain", role: "main" },
  };
  return `<script>window.Shopify = ${JSON.stringify(facts).replaceAll("<", "\\u003c")};</script>`;
}

/** The app blocks of a section that are switched on, in the merchant's order. */
function appBlocks(
  section: TemplateSection,
  around: AppBlockSurroundings,
  name: TemplateName,
): RenderedBlock[] {
  const known = listBlocks();
  return (section.block_order ?? []).flatMap((key) => {
    const block = section.blocks?.[key];
    const app = block && !block.disabled ? appBlockOf(block.type) : null;
    // What the app no longer has is not shown, as in a shop.
    if (!block || !app || !known.includes(app.handle)) return [];
    if (!isAllowedOn(readBlock(app.handle).schema, pageType(name))) return [];
    return [renderAppBlock({ ...app, settings: block.settings }, around)];
  });
}

/** The stylesheets and scripts that blocks ask for, each once, as Shopify puts them into the page's head. */
function contentForHeader(blocks: RenderedBlock[]): string {
  const unique = (urls: (string | null)[]) => [...new Set(urls)].filter((url) => url !== null);
  const styles = unique(blocks.map((block) => block.stylesheet)).map(
    (url) => `<link rel="stylesheet" href="${escapeHtml(url)}" media="all">`,
  );
  const scripts = unique(blocks.map((block) => block.javascript)).map(
    (url) => `<script src="${escapeHtml(url)}" defer></script>`,
  );
  return [...styles, ...scripts].join("\n");
}
