import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";

// `npm run storefront`: writes the theme's script from its sources. `npm run check -- extensions` compares the two.

/** What the theme's blocks load: kept with the sources, for Shopify's CLI takes the theme's folder as it is. */
export const storefrontScript = "extensions/theme/assets/encore.js";

const SOURCE = "extensions/storefront/src/index.ts";

/** The storefront's script, as its sources make it. Rejects when they do not build. */
export async function buildStorefrontScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [resolve(SOURCE)],
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

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  writeFileSync(storefrontScript, await buildStorefrontScript());
