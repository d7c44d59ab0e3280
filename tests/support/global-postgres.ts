import pg from "pg";
import type { TestProject } from "vitest/node";

import { migrate } from "#prisma/migrate.ts";

import { launchEveryProgram } from "./launched-programs.ts";
import { startScratchPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One server for the whole run, with a migrated template that each test file copies. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Tests look at behaviour, not at what survives a power cut: without fsync they are several times faster.
  const server = await startScratchPostgres({
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  });
  await createTemplate(server.databaseUrl("postgres"));
  await migrate(server.databaseUrl("encore_template"));
  await launchEveryProgram(server.databaseUrl("encore_template"));
  project.provide("postgresUrl", server.databaseUrl("postgres"));
  return server.stop;
}

async function createTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("CREATE DATABASE encore_template");
  await client.end();
}
