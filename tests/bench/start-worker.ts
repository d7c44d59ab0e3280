import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { compiled } from "#tests/support/build-app.ts";
import { type Child, outputOf, startChild } from "#tests/support/child.ts";
import { demoEnvironment } from "#tests/support/env.ts";
import { until } from "#tests/support/wait.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A compiled worker on this database; `standInPort` is that of a stand-in for Shopify which all of its calls go to. */
export function startWorker(databaseUrl: string, standInPort?: number): Child {
  const diverted = standInPort === undefined ? [] : ["--import", "./tests/stand-in/divert.ts"];
  return startChild({
    name: "worker",
    cwd: root,
    logFile: join(mkdtempSync(join(tmpdir(), "encore-bench-")), "worker.log"),
    args: [...diverted, ...compiled("worker")],
    env: {
      ...demoEnvironment,
      NODE_ENV: "development",
      DATABASE_URL: databaseUrl,
      SHOPIFY_APP_URL: "https://encore.test",
      LOG_LEVEL: "info",
      ...(standInPort !== undefined && { STAND_IN_PORT: String(standInPort) }),
    },
  });
}

/** Resolves once the worker has started and waits for work. */
export function untilRuns(worker: Child): Promise<void> {
  return until("a worker runs", async () => outputOf(worker).includes("are running"), 60_000);
}
