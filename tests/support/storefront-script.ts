import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { build, transform } from "esbuild";

// `npm run storefront`: writes the theme's script and styles from their sources, which are kept outside the theme's folder,
// for Shopify's CLI takes that as it is. `npm run check -- extensions` compares the two.

/** What the theme's blocks load once a page is there. */
export const storefrontScript = "extensions/theme/assets/encore.js";

/** What the theme's blocks write into the page, so that no request stands before its first paint. */
export const storefrontStyle = "extensions/theme/snippets/encore-style.liquid";

const SOURCE = "extensions/storefront/src";

/** The storefront's script, as its sources make it. Rejects when they do not build. */
export async function buildStorefrontScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [resolve(SOURCE, "index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2020",
    minify: true,
    charset: "utf8",
    banner: { js: `// Made of ${SOURCE} by: npm run storefront` },
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** The storefront's styles as a snippet: what every block needs, and what only some do. */
export async function buildStorefrontStyle(): Promise<string> {
  const [base, lists, launcher] = await Promise.all(["base", "lists", "launcher"].map(minified));
  return `{%- doc -%}
  The styles of a block, in the page itself: a file would keep the whole page from being painted until it is there.
  Made of ${SOURCE}/styles by: npm run storefront

  @param {boolean} [lists] - whether the block has lists, forms or codes
  @param {boolean} [launcher] - whether it is the launcher
{%- enddoc -%}
<style data-encore-style>
${base}
{%- if lists -%}
${lists}
{%- endif -%}
{%- if launcher -%}
${launcher}
{%- endif -%}
</style>
`;
}

async function minified(part: string): Promise<string> {
  const css = readFileSync(resolve(SOURCE, "styles", `${part}.css`), "utf8");
  const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8" });
  return code.trim();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(storefrontScript, await buildStorefrontScript());
  writeFileSync(storefrontStyle, await buildStorefrontStyle());
}
