import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { installInto, launchIn, untilImported } from "./open-shop.ts";
import { type Running, startStack } from "./stack.ts";

const CUSTOMERS = 300;

declare module "vitest" {
  export interface ProvidedContext {
    running: Running;
  }
}

/** The whole of Encore for the browser tests: PostgreSQL, a shop with a short history, web and worker. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), "encore-e2e-"));
  chmodSync(directory, 0o755);
  const stack = await startStack({ directory, customers: CUSTOMERS, timeScale: 0.01 });
  try {
    await installInto(stack.running);
    await untilImported(stack, () => undefined);
    await launchIn(stack);
  } catch (error) {
    await stack.stop();
    throw error;
  }
  project.provide("running", stack.running);
  return async () => {
    await stack.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
