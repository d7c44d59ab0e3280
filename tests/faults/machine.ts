import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import pg from "pg";

import { migrate } from "#prisma/migrate.ts";
import { buildApp } from "#tests/support/build-app.ts";
import type { Child } from "#tests/support/child.ts";
import { startCompiled } from "#tests/support/compiled-process.ts";
import { setTestEnvironment } from "#tests/support/env.ts";
import { launchEveryProgram } from "#tests/support/launched-programs.ts";
import { startScratchPostgres } from "#tests/support/postgres.ts";

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
      const logFile = join(directory, `${name}-${children.length}.log`);
      const child = startCompiled(name, { logFile, env: { DATABASE_URL: databaseUrl, ...env } });
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
