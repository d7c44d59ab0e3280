import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { migrate } from "#prisma/migrate.ts";
import { buildApp, compiled } from "#tests/support/build-app.ts";
import { startPostgres } from "#tests/support/postgres.ts";

// What the Shopify CLI runs under `npm run dev`: Encore for a real development store, its pages rebuilt as they change.
// The CLI brings the keys, the port and the tunnel; the database is embedded unless DATABASE_URL names one.

const home = ".encore/dev";
const LAST_WORDS_MS = 15_000;

mkdirSync(home, { recursive: true });
const postgres = process.env["DATABASE_URL"]
  ? null
  : await startPostgres({ directory: join(home, "postgres") });
const databaseUrl = process.env["DATABASE_URL"] ?? postgres?.databaseUrl("postgres") ?? "";
await migrate(databaseUrl);
await buildApp(["processes"]);

const environment: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_ENV: "development",
  ENCORE_VITE: "1",
  DATABASE_URL: databaseUrl,
  ENCRYPTION_KEYS: process.env["ENCRYPTION_KEYS"] ?? ownKey(),
  // The CLI gives the tunnel's URL as HOST, which elsewhere is the address to listen on.
  SHOPIFY_APP_URL: process.env["SHOPIFY_APP_URL"] ?? process.env["HOST"],
  HOST: "127.0.0.1",
};
const children = (["web", "worker"] as const).map((name) =>
  spawn(process.execPath, compiled(name), { env: environment, stdio: "inherit" }),
);
const ended = children.map(
  (child) => new Promise<void>((done) => child.once("exit", () => done())),
);

const stopAsked = new Promise<void>((done) => {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => done());
});
await Promise.race([stopAsked, ...ended]);
for (const child of children) child.kill("SIGTERM");
const insist = setTimeout(() => children.forEach(kill), LAST_WORDS_MS);
await Promise.all(ended);
clearTimeout(insist);
await postgres?.stop();

/** The key that encrypts this machine's tokens: made once, kept out of git. */
function ownKey(): string {
  const file = join(home, "encryption-keys");
  if (!existsSync(file)) {
    writeFileSync(file, `dev:${randomBytes(32).toString("base64")}`, { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

function kill(child: ChildProcess): void {
  child.kill("SIGKILL");
}
