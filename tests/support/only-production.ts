import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const root = new URL("../..", import.meta.url).href;
const lock = JSON.parse(readFileSync(new URL("package-lock.json", root), "utf8")) as {
  packages: Record<string, { dev?: boolean }>;
};

/**
 * Preload (`node --import ./tests/support/only-production.ts`): the process gets what an image has after
 * `npm prune --omit=dev`. A package for development alone, such as tsx, or a source in TypeScript is refused.
 */
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const path = found.url.startsWith(root) ? found.url.slice(root.length) : "";
    const [folder = ""] = /^(?:node_modules\/(?:@[^/]+\/)?[^/]+\/)+/.exec(path) ?? [];
    if (lock.packages[folder.slice(0, -1)]?.dev || path.endsWith(".ts"))
      throw new Error(`${path} is for development: production does not have it`);
    return found;
  },
});
