import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { alone } from "./alone.mjs";

// Plain JavaScript with nothing from node_modules: it runs on Node 20, before anything is installed.

const root = fileURLToPath(new URL("../..", import.meta.url));
const installedStamp = join(root, "node_modules/.encore-installed");
const generatedStamp = join(root, "prisma/generated/.encore-generated");

/**
 * Makes node_modules agree with package-lock.json and the Prisma client with its schema.
 * Does nothing, in a few milliseconds, when they already do. Rejects when npm or Prisma fails.
 */
export async function ensureInstalled() {
  if (isInstalled() && isGenerated()) return;

  await alone("installing", async () => {
    if (!isInstalled()) await install();
    if (!isGenerated()) await generate();
  });
}

function isInstalled() {
  if (read(installedStamp) === sha256(["package-lock.json"])) return true;
  if (!agreesWithLock()) return false;

  // Installed by hand with npm: right all the same.
  writeFileSync(installedStamp, sha256(["package-lock.json"]));
  return true;
}

/** Whether npm's own record of what it put into node_modules has every package of the lock, at its version. */
function agreesWithLock() {
  const record = read(join(root, "node_modules/.package-lock.json"));
  if (record === null) return false;

  const present = JSON.parse(record).packages;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return (
    Object.keys(present).every((path) => path in wanted) &&
    Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === "" || (path in present ? present[path].version === version : optional),
    )
  );
}

async function install() {
  console.error("Installing what package-lock.json lists (about two minutes the first time) …");
  rmSync(installedStamp, { force: true });
  // `error`: npm would warn that Node 20 is too old, though Node 24 is among what it installs.
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(installedStamp, sha256(["package-lock.json"]));
}

function isGenerated() {
  const client = join(root, "prisma/generated/client/client.ts");
  return existsSync(client) && read(generatedStamp) === generatedFrom();
}

async function generate() {
  console.error("Generating the database client …");
  // Taken before: a schema that is edited meanwhile must not count as generated.
  const from = generatedFrom();
  await run(
    process.execPath,
    [join(root, "node_modules/prisma/build/index.js"), "generate", "--no-hints"],
    {
      // Prisma only checks that its engines are there: the client this schema asks for runs none.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_QUERY_ENGINE_LIBRARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      CHECKPOINT_DISABLE: "1",
    },
    "quiet",
  );
  writeFileSync(generatedStamp, from);
}

function generatedFrom() {
  const schema = readdirSync(join(root, "prisma/schema"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".prisma"))
    .map((name) => join("prisma/schema", name))
    .sort();
  return sha256([...schema, "prisma.config.ts", "node_modules/prisma/package.json"]);
}

/** Runs a command to its end, which a Ctrl-C hastens. "quiet" shows its output only if it fails. */
async function run(command, args, env = {}, volume = "loud") {
  const child = spawn(command, args, {
    cwd: root,
    // npm must not run on the Node inside the node_modules that it is about to delete.
    env: { ...process.env, PATH: pathOutside(process.env.PATH ?? ""), ...env },
    stdio: volume === "loud" ? "inherit" : ["ignore", "pipe", "pipe"],
    shell: command === "npm" && process.platform === "win32",
  });
  const pass = (signal) => child.kill(signal);
  process.on("SIGINT", pass).on("SIGTERM", pass);
  const output = [];
  child.stdout?.on("data", (chunk) => output.push(chunk));
  child.stderr?.on("data", (chunk) => output.push(chunk));

  const [code, signal] = await new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (...ending) => done(ending));
  }).finally(() => process.off("SIGINT", pass).off("SIGTERM", pass));
  if (code === 0) return;

  process.stderr.write(Buffer.concat(output));
  throw new Error(`${command} ${args[0]} ended with ${signal ?? `exit code ${code}`}`);
}

function pathOutside(path) {
  const inside = join(root, "node_modules");
  return path
    .split(delimiter)
    .filter((folder) => !resolve(folder).startsWith(inside))
    .join(delimiter);
}

function sha256(paths) {
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(path)
      .update("\0")
      .update(readFileSync(join(root, path)));
  return hash.digest("hex");
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
