import { resolve } from "node:path";

import { build } from "esbuild";

const bundles = new Map<string, Promise<string>>();

/** A script for the browser from `browser/{name}/index.ts`, as one classic script; built when first asked for. */
export function browserScript(name: "app-bridge" | "frame"): Promise<string> {
  const known = bundles.get(name) ?? bundleOf(name);
  bundles.set(name, known);
  return known;
}

async function bundleOf(name: string): Promise<string> {
  const result = await build({
    entryPoints: [resolve(import.meta.dirname, "browser", name, "index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text ?? "";
}
