import type { TestProject } from "vitest/node";

import { migrate } from "#prisma/migrate.ts";

import { copyDatabase } from "./copy-database.ts";
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
  const postgresUrl = server.databaseUrl("postgres");
  const template = await copyDatabase(postgresUrl, "template1", "encore_template");
  await migrate(template);
  await launchEveryProgram(template);
  project.provide("postgresUrl", postgresUrl);
  return server.stop;
}
