import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";

import { untilRuns } from "#tests/bench/start-worker.ts";
import { migrate } from "#prisma/migrate.ts";
import { buildApp } from "#tests/support/build-app.ts";
import type { Child } from "#tests/support/child.ts";
import { startCompiled } from "#tests/support/compiled-process.ts";
import type { Shops } from "#tests/support/connected-shop.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { freePort, startScratchPostgres } from "#tests/support/postgres.ts";
import { untilAnswers } from "#tests/support/wait.ts";

/** What an attack runs on: a database with Encore's tables, and processes as production runs them. */
export type Machine = {
  databaseUrl: string;
  /** Sees every shop. */
  client: pg.Client;
  start(name: "web" | "worker", env?: Record<string, string>, standInPort?: number): Child;
  /** What attacks share: started by the first that asks, and anew where one of its processes has ended since. */
  stack(): Promise<FaultStack>;
  /** Ends what is shared. */
  endStack(): Promise<void>;
  end(): Promise<void>;
};

/** A web process and a worker with a Shopify of their own. */
export type FaultStack = { shopify: Shops; url: string; web: Child; worker: Child };

/** The app's own modules may be imported once this is there. */
export async function startMachine(settings: Record<string, string> = {}): Promise<Machine> {
  await buildApp();
  const server = await startScratchPostgres(settings);
  const databaseUrl = server.databaseUrl("postgres");
  await migrate(databaseUrl);
  await launchEveryProgram(databaseUrl);
  setTestEnvironment(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const directory = mkdtempSync(join(tmpdir(), "encore-faults-"));
  const children: Child[] = [];
  const start: Machine["start"] = (name, env = {}, standInPort) => {
    const logFile = join(directory, `${name}-${children.length}.log`);
    const settings = { DATABASE_URL: databaseUrl, ...env };
    const child = startCompiled(name, { logFile, env: settings, standInPort });
    children.push(child);
    return child;
  };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let shopify: Shops | null = null;
  let stack: FaultStack | null = null;
  const endStack = async () => {
    await Promise.all([stack?.web.stop(), stack?.worker.stop()]);
    stack = null;
  };
  return {
    databaseUrl,
    client,
    start,
    stack: async () => {
      if (stack) return stack;
      // Knows the app's own modules, which may be imported only now.
      const { startShopify } = await import("#tests/support/connected-shop.ts");
      shopify ??= await startShopify(url);
      const env = { PORT: String(port), SHOPIFY_APP_URL: url, LOG_LEVEL: "info" };
      const web = start("web", env, shopify.standIn.port);
      const worker = start("worker", env, shopify.standIn.port);
      await untilAnswers(`${url}/readyz`, web, 60_000);
      await untilRuns(worker);
      stack = { shopify, url, web, worker };
      void Promise.race([web.ended, worker.ended]).then(endStack);
      return stack;
    },
    endStack,
    end: async () => {
      await endStack();
      await shopify?.standIn.close();
      await Promise.all(children.map((child) => child.stop()));
      await client.end();
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The memory that a process holds, MiB. */
export function memoryOf({ pid }: Child): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes ?? NaN) / 1024);
}
