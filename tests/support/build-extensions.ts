import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { parse } from "smol-toml";
import { z } from "zod";

import {
  buildStorefrontScript,
  buildStorefrontStyle,
  storefrontScript,
  storefrontStyle,
} from "./storefront-script.ts";

// `npm run check -- extensions`: builds all extensions with the Shopify CLI, in a copy, for the CLI writes beside the sources.
// The storefront's script and styles are not the CLI's to build: they are compared with what their sources make.

const WHAT_THE_CLI_READS = [
  "extensions",
  "shopify.app.toml",
  "shopify.web.toml",
  "package.json",
  "tsconfig.json",
];
const APP_URL = "https://encore.example";
/** Shopify takes no larger script of an extension. */
const MOST_BYTES = 64 * 1024;
/** Shopify's theme check finds more too much for a page of a shop; it counts what is sent, compressed. */
const MOST_BYTES_IN_THEME = 10_000;

const Extensions = z.object({
  extensions: z
    .array(
      z.object({
        type: z.string(),
        handle: z.string(),
        targeting: z.array(z.object({ target: z.string() })).default([]),
      }),
    )
    .default([]),
});

const copy = mkdtempSync(join(tmpdir(), "encore-extensions-"));
try {
  for (const name of WHAT_THE_CLI_READS) cpSync(name, join(copy, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(copy, "node_modules"));
  const built = spawnSync(
    "shopify",
    ["app", "build", "--no-color", "--skip-dependencies-installation"],
    {
      cwd: copy,
      encoding: "utf8",
      // Under npm the CLI would build where npm was called, not here.
      env: { ...process.env, INIT_CWD: copy, CI: "1", SHOPIFY_CLI_NO_ANALYTICS: "1", APP_URL },
    },
  );
  const output = `${built.stdout}${built.stderr}`;
  const problems = built.status === 0 ? findProblems(output) : [output];
  problems.push(...(await problemsOfStorefront()));
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true });
}

/** The CLI ends well also when its theme check found errors; what it built is looked at, too. */
function findProblems(output: string): string[] {
  const found = /\b[1-9]\d* (errors?|offenses?)\b|\berror\b/i.test(output) ? [output] : [];
  for (const file of globSync("extensions/*/shopify.extension.toml", { cwd: copy })) {
    const toml = parse(readFileSync(join(copy, file), "utf8"));
    const { extensions } = Extensions.parse(toml);
    for (const { handle, targeting } of extensions.filter(({ type }) => type === "ui_extension")) {
      found.push(...problemsOf(join(copy, dirname(file), "dist", `${handle}.js`), handle));
      found.push(...misplaced(targeting.map(({ target }) => target)));
    }
  }
  return found;
}

async function problemsOfStorefront(): Promise<string[]> {
  const script = readFileSync(storefrontScript);
  const sent = gzipSync(script).length;
  console.log(
    `${storefrontScript}: ${sent} of ${MOST_BYTES_IN_THEME} bytes, ${script.length} unpacked`,
  );
  const isNew = script.toString() === (await buildStorefrontScript());
  const isStyled = readFileSync(storefrontStyle, "utf8") === (await buildStorefrontStyle());
  const stale = (file: string) => `${file} is not what its sources make: npm run storefront`;
  return [
    ...(isNew ? [] : [stale(storefrontScript)]),
    ...(isStyled ? [] : [stale(storefrontStyle)]),
    ...(sent > MOST_BYTES_IN_THEME ? [`${storefrontScript} is too large`] : []),
  ];
}

/** What only Shopify's servers would say of the places where an extension is to run. */
function misplaced(targets: string[]): string[] {
  const unknown = targets.filter(
    (target) =>
      globSync(`node_modules/@shopify/ui-extensions/build/ts/surfaces/*/targets/${target}.d.ts`)
        .length === 0,
  );
  const shared = targets.length > 1 && targets.some((target) => target.endsWith(".page.render"));
  return [
    ...unknown.map((target) => `There is no target ${target}`),
    ...(shared ? ["A full page is alone in its extension"] : []),
  ];
}

function problemsOf(file: string, handle: string): string[] {
  const script = readFileSync(file);
  const problems: string[] = [];
  if (script.length > MOST_BYTES)
    problems.push(`${handle} is ${script.length} bytes, and Shopify takes ${MOST_BYTES}`);
  if (!script.includes(APP_URL) || script.includes("process.env"))
    problems.push(`${handle} does not know where Encore is`);
  return problems;
}
