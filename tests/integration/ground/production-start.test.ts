import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { BUILD_TIMEOUT_MS, buildApp, compiled } from "#tests/support/build-app.ts";
import { type Child, startChild } from "#tests/support/child.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { freePort } from "#tests/support/postgres.ts";
import { logEnd, until, untilAnswers } from "#tests/support/wait.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const directory = mkdtempSync(join(tmpdir(), "encore-production-"));
const ONLY_PRODUCTION = ["--import", "./tests/support/only-production.ts"];
const own = {
  NODE_ENV: "production",
  SHOPIFY_API_KEY: "key",
  SHOPIFY_API_SECRET: "a secret of one's own",
  SHOPIFY_APP_URL: "https://encore.example",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOG_LEVEL: "info",
};
const started: Child[] = [];

beforeAll(() => buildApp(), BUILD_TIMEOUT_MS);
afterEach(() => Promise.all(started.splice(0).map((child) => child.stop())));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("the web process answers and shows a page, compiled and with production's packages alone", async () => {
  const port = await freePort();
  const web = start("web", { HOST: "127.0.0.1", PORT: String(port) });
  await untilAnswers(`http://127.0.0.1:${port}/readyz`, web, 30_000);

  const page = await fetch(`http://127.0.0.1:${port}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("Encore");
});

test("so does a worker run, and end when it is asked to", async () => {
  const worker = start("worker");
  await untilSaid(worker, "The workers are running");

  process.kill(worker.pid, "SIGTERM");
  expect(await worker.ended).toEqual({ code: 0, signal: null });
});

test("so is the database brought up to date", async () => {
  const migrating = start("migrate");

  expect(await migrating.ended).toEqual({ code: 0, signal: null });
  await untilSaid(migrating, "The database is up to date.");
});

test("what is for development only is refused to such a process", () => {
  const imports = (name: string) =>
    run(["--input-type=module", "--eval", `await import(${JSON.stringify(name)})`], {});

  expect(imports("tsx").said).toContain("node_modules/tsx/dist/loader.mjs is for development");
  expect(imports("./prisma/migrate.ts").said).toContain("prisma/migrate.ts is for development");
  expect(imports("express")).toEqual({ status: 0, said: "" });
});

test("what goes wrong in a compiled process names the line of the source", () => {
  const { status, said } = run(compiled("migrate"), { ...own, DATABASE_URL: "" });

  expect(status).toBe(1);
  expect(said).toContain("Set DATABASE_URL");
  expect(said).toMatch(/\/prisma\/migrate\.ts:\d+:\d+/);
});

test("a missing secret stops the start and says which", () => {
  const { status, said } = run(compiled("worker"), { ...own, SHOPIFY_API_SECRET: undefined });

  expect(status).toBe(1);
  expect(said).toContain("SHOPIFY_API_SECRET");
});

test.each(["SHOPIFY_API_SECRET", "ENCRYPTION_KEYS"] as const)(
  "the demo's %s stops the start in production",
  (name) => {
    const { status, said } = run(compiled("worker"), { ...own, [name]: demoEnvironment[name] });

    expect(status).toBe(1);
    expect(said).toContain(`${name}: is the demo's secret: set your own`);
  },
);

function start(name: "web" | "worker" | "migrate", env: Record<string, string> = {}): Child {
  const child = startChild({
    name,
    cwd: root,
    logFile: join(directory, `${name}-${started.length}.log`),
    env: { ...own, ...env },
    args: [...ONLY_PRODUCTION, ...compiled(name)],
  });
  started.push(child);
  return child;
}

function run(args: string[], env: Record<string, string | undefined>) {
  const { status, stderr } = spawnSync(process.execPath, [...ONLY_PRODUCTION, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status, said: stderr };
}

async function untilSaid(child: Child, words: string): Promise<void> {
  await until(`${child.name} says "${words}"`, () =>
    Promise.resolve(existsSync(child.logFile) && logEnd(child).includes(words)),
  );
}
