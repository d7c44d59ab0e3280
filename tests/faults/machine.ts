import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";
import { buildApp, compiled } from "#tests/support/build-app.ts";
import { type Child, startChild } from "#tests/support/child.ts";
import { demoEnvironment, setTestEnvironment } from "#tests/support/env.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What an attack runs on: a database with Encore's tables, and processes as production runs them. */
export type Machine = {
  databaseUrl: string;
  /** Sees every shop. */
  client: pg.Client;
  start(name: "web" | "worker", env?: Record<string, string>): Child;
  end(): Promise<void>;
};

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
  return {
    databaseUrl,
    client,
    start: (name, env = {}) => {
      const child = startChild({
        name,
        cwd: root,
        logFile: join(directory, `${name}-${children.length}.log`),
        args: compiled(name),
        env: {
          ...demoEnvironment,
          NODE_ENV: "development",
          DATABASE_URL: databaseUrl,
          SHOPIFY_APP_URL: "https://encore.test",
          LOG_LEVEL: "info",
          HOST: "127.0.0.1",
          ...env,
        },
      });
      children.push(child);
      return child;
    },
    end: async () => {
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
