import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const stamp = join(root, "build/.encore-built");

/** Builds the admin pages unless they were built from the very same sources. Throws with the build's words when it fails. */
export function buildApp(): "built" | "unchanged" {
  const from = sources();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === from) return "unchanged";

  const run = spawnSync(
    process.execPath,
    ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"],
    {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, NODE_ENV: "production" },
    },
  );
  if (run.status !== 0) throw new Error(`The app could not be built:\n${run.stdout}${run.stderr}`);
  writeFileSync(stamp, from);
  return "built";
}

function sources(): string {
  const hash = createHash("sha256");
  const inApp = readdirSync(join(root, "app"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const others = ["vite.config.ts", "package-lock.json"].map((name) => join(root, name));
  const schema = readdirSync(join(root, "prisma/schema")).map((name) =>
    join(root, "prisma/schema", name),
  );
  for (const file of [...inApp, ...others, ...schema.sort()])
    hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
}
