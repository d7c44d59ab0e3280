import { chmodSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { migrate } from "#prisma/migrate.ts";

import { copyDatabase } from "./copy-database.ts";
import { installInto, launchIn, untilImported } from "./open-shop.ts";
import { startScratchPostgres } from "./postgres.ts";
import { allOf, type Stack, startStack } from "./stack.ts";

/** How many customers have bought in the shop: few are in no segments, for they cannot be compared. */
const CUSTOMERS = { few: 12, many: 300 };

/** What the shops of the browser tests are copied from: each as a draft, and with its program live. */
export type Mould = `${keyof typeof CUSTOMERS}_${"draft" | "live"}`;

/** A server that has a database for each mould, and a directory that has a folder for each: what Shopify knows. */
type Moulds = { postgresUrl: string; directory: string };

declare module "vitest" {
  export interface ProvidedContext {
    moulds: Moulds;
  }
}

/** Shops with a short history, imported and launched once for all browser tests. */
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
  const moulds = { postgresUrl: server.databaseUrl("postgres"), directory };

  try {
    await migrate(await copyDatabase(moulds.postgresUrl, "template1", "empty"));
    await allOf(makeMoulds(moulds, "few"), makeMoulds(moulds, "many"));
    project.provide("moulds", moulds);
    return teardown;
  } catch (error) {
    await teardown();
    throw error;
  }
}

async function makeMoulds(
  { postgresUrl, directory }: Moulds,
  size: keyof typeof CUSTOMERS,
): Promise<void> {
  const draft: Mould = `${size}_draft`;
  const live: Mould = `${size}_live`;
  const withStack = async (
    mould: Mould,
    from: string,
    work: (stack: Stack) => Promise<unknown>,
  ) => {
    const stack = await startStack({
      directory: join(directory, mould),
      databaseUrl: await copyDatabase(postgresUrl, from, mould),
      customers: CUSTOMERS[size],
      timeScale: 0.01,
    });
    await work(stack).finally(stack.stop);
  };

  await withStack(draft, "empty", async (stack) => {
    await installInto(stack.running);
    await untilImported(stack, () => undefined);
  });
  cpSync(join(directory, draft), join(directory, live), { recursive: true });
  await withStack(live, draft, launchIn);
}
