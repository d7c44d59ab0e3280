import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { alone } from "#tests/demo/alone.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** For a hook that builds: long enough for the pages on a machine that is busy with other things. */
export const BUILD_TIMEOUT_MS = 180_000;

/** What `npm run build:pages` and `npm run build:processes` are made from. The processes take a second, the pages ten. */
const parts = {
  processes: [
    "app",
    "workers",
    "prisma/schema",
    "prisma/migrate.ts",
    "esbuild.config.js",
    "package-lock.json",
  ],
  pages: ["app", "prisma/schema", "vite.config.ts", "package-lock.json"],
};

const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  scripts: Record<string, string> & Record<"web" | "worker" | "migrate", string>;
};

type Part = keyof typeof parts;

/**
 * Builds what production runs, or the parts asked for, unless it was built from the very same sources, one process of
 * this checkout at a time. Rejects with the build's words when it fails.
 */
export async function buildApp(asked: Part[] = ["processes", "pages"]): Promise<void> {
  if (asked.every(isBuilt)) return;

  await alone("building", async () => {
    for (const part of asked) if (!isBuilt(part)) await build(part);
  });
}

/** Node's arguments for a process as production runs it, after `buildApp`. */
export function compiled(name: "web" | "worker" | "migrate"): string[] {
  return (scripts[name].split(/(?:^| )node /)[1] ?? "").split(" ");
}

function isBuilt(part: Part): boolean {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), "utf8") === sourcesOf(part);
}

async function build(part: Part): Promise<void> {
  // Taken before: a file that is edited meanwhile must not count as built.
  const from = sourcesOf(part);
  rmSync(stampOf(part), { force: true });
  const run = spawn("npm", ["run", "--silent", `build:${part}`], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });
  const output: Buffer[] = [];
  run.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  run.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(run, "close");
  if (code !== 0)
    throw new Error(`The app could not be built:\n${Buffer.concat(output).toString()}`);

  writeFileSync(stampOf(part), from);
}

function stampOf(part: Part): string {
  return join(root, `build/.encore-built-${part}`);
}

function sourcesOf(part: Part): string {
  const hash = createHash("sha256");
  for (const file of parts[part].flatMap(filesIn))
    hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function filesIn(path: string): string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .sort();
}
