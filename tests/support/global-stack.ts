import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { migrate } from "#prisma/migrate.ts";

import { copyDatabase } from "./copy-database.ts";
import { installInto, launchIn, untilImported } from "./open-shop.ts";
import { startScratchPostgres } from "./postgres.ts";
import { startStack } from "./stack.ts";

const CUSTOMERS = 300;

/** What the shops of the browser tests are copied from: the same shop as a draft, and with its program live. */
export type Moulds = {
  /** The server that has a database `draft` and one `live`. */
  postgresUrl: string;
  /** Where `draft` and `live` are folders of what Shopify knows. */
  directory: string;
};

declare module "vitest" {
  export interface ProvidedContext {
    moulds: Moulds;
  }
}

/** A shop with a short history, imported and launched once for all browser tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), "encore-e2e-"));
  chmodSync(directory, 0o755);
  const server = await startScratchPostgres({
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
  });
  const teardown = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  const stackOf = (mould: string) =>
    startStack({
      directory: join(directory, mould),
      databaseUrl: server.databaseUrl(mould),
      customers: CUSTOMERS,
      timeScale: 0.01,
    });

  try {
    const postgresUrl = server.databaseUrl("postgres");
    await migrate(await copyDatabase(postgresUrl, "template1", "draft"));
    const draft = await stackOf("draft");
    try {
      await installInto(draft.running);
      await untilImported(draft, () => undefined);
    } finally {
      await draft.stop();
    }
    await copyDatabase(postgresUrl, "draft", "live");
    cpSync(join(directory, "draft"), join(directory, "live"), { recursive: true });
    const live = await stackOf("live");
    await launchIn(live).finally(live.stop);
    project.provide("moulds", { postgresUrl, directory });
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}
