import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type Child, outputOf } from "#tests/support/child.ts";
import { startCompiled } from "#tests/support/compiled-process.ts";
import { until } from "#tests/support/wait.ts";

/** A compiled worker on this database; `standInPort` is that of a stand-in for Shopify which all of its calls go to. */
export function startWorker(databaseUrl: string, standInPort?: number): Child {
  return startCompiled("worker", {
    logFile: join(mkdtempSync(join(tmpdir(), "encore-bench-")), "worker.log"),
    env: { DATABASE_URL: databaseUrl },
    standInPort,
  });
}

/** Resolves once the worker has started and waits for work. */
export function untilRuns(worker: Child): Promise<void> {
  return until("a worker runs", async () => outputOf(worker).includes("are running"), 60_000);
}
