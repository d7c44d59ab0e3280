import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";

const Extension = z.object({
  type: z.string(),
  handle: z.string(),
  name: z.string().optional(),
  targeting: z.array(z.object({ module: z.string(), target: z.string() })).default([]),
  capabilities: z.record(z.string(), z.unknown()).default({}),
  settings: z
    .object({
      fields: z.array(z.object({ key: z.string().optional() }).loose()).default([]),
    })
    .optional(),
});
const ExtensionFile = z.object({
  api_version: z.string().optional(),
  extensions: z.array(Extension.partial({ handle: true })).default([]),
});

/** One place where an extension of the app runs. */
export type ExtensionTarget = {
  handle: string;
  target: string;
  /** Path of the module that the target starts. */
  module: string;
  /** The extension's folder, with its `locales`. */
  dir: string;
  apiVersion: string;
  /** The capabilities that its TOML switches on: `network_access`, `api_access` … */
  capabilities: string[];
};

/** The targets of all UI extensions of an app, by the `extensions` folders beside its TOML. */
export function listTargets(projectDir: string): ExtensionTarget[] {
  const files = globSync("extensions/*/shopify.extension.toml", { cwd: projectDir });
  return files.sort().flatMap((file) => {
    const dir = join(projectDir, dirname(file));
    const { api_version, extensions } = ExtensionFile.parse(
      parse(readFileSync(join(projectDir, file), "utf8")),
    );
    return extensions
      .filter(({ type }) => type === "ui_extension")
      .flatMap(({ handle = "", targeting, capabilities }) =>
        targeting.map(({ module, target }) => ({
          handle,
          target,
          module: join(dir, module),
          dir,
          apiVersion: api_version ?? "",
          capabilities: Object.keys(capabilities).filter((name) => capabilities[name] === true),
        })),
      );
  });
}

/** The extension's texts in the visitor's language where it has it, else in its own. */
export function textsOf(dir: string, language: string): { language: string; texts: unknown } {
  const locales = join(dir, "locales");
  const own = join(locales, `${language}.json`);
  if (existsSync(own)) return { language, texts: readJson(own) };
  const [fallback] = globSync("*.default.json", { cwd: locales });
  if (!fallback) return { language, texts: {} };
  return { language: fallback.split(".")[0] ?? language, texts: readJson(join(locales, fallback)) };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8")) as unknown;
}
