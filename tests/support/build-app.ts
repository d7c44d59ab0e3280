import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { alone } from "#tests/demo/alone.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = join(root, "build/.encore-built");

/**
 * Builds the admin pages unless they were built from the very same sources, one process of this checkout at a time.
 * Rejects with the build's words when it fails.
 */
export async function buildApp(): Promise<void> {
  if (isBuilt()) return;

  await alone("building", async () => {
    if (!isBuilt()) await build();
  });
}

function isBuilt(): boolean {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === sources();
}

async function build(): Promise<void> {
  // Taken before: a page that is edited meanwhile must not count as built.
  const from = sources();
  rmSync(stamp, { force: true });
  const run = spawn(process.execPath, ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"], {
    cwd: root,
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output: Buffer[] = [];
  run.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  run.stderr.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(run, "close");
  if (code !== 0)
    throw new Error(`The app could not be built:\n${Buffer.concat(output).toString()}`);

  writeFileSync(stamp, from);
}

function sources(): string {
  const hash = createHash("sha256");
  const inApp = readdirSync(join(root, "app"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const others = ["vite.config.ts", "package-lock.json"].map((name) => join(root, name));
  const schema = readdirSync(join(root, "prisma/schema"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma"))
    .map((name) => join(root, "prisma/schema", name));
  for (const file of [...inApp, ...others, ...schema.sort()])
    hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}
