import { resolve } from "node:path";

import { build } from "esbuild";

/** What the host's script calls a bundle's exports. */
const BUNDLE_NAME = "__extension";

/**
 * An extension's module as one classic script that leaves its exports in `__extension`. Built anew each time: it may have
 * changed. It reads the app's address from `process.env.APP_URL`, as in what the Shopify CLI builds.
 */
export async function extensionBundle(module: string, appUrl: string): Promise<string> {
  const result = await build({
    entryPoints: [module],
    bundle: true,
    write: false,
    format: "iife",
    globalName: BUNDLE_NAME,
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: {
      "process.env.NODE_ENV": '"production"',
      "process.env.APP_URL": JSON.stringify(appUrl),
    },
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}

let host: Promise<string> | undefined;

/** The host's own script, built once. */
export function hostScript(): Promise<string> {
  host ??= build({
    entryPoints: [resolve(import.meta.dirname, "browser/index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  }).then((result) => result.outputFiles[0]?.text ?? "");
  return host;
}
