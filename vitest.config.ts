import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

const support = "./tests/support";
/** How long a test looks again and again for what is to come: a page takes seconds where other work holds the cores. */
const expecting = { poll: { timeout: 20_000 } };
/** All files run beside each other, browser tests first: those wait much, but each has all of Encore to itself, a gigabyte. */
const maxWorkers = Math.min(availableParallelism(), 4);

export default defineConfig({
  test: {
    reporters: ["default", "./tests/support/closing-line.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["{app,extensions,workers,tests/stand-in,tests/support}/**/*.test.{ts,tsx}"],
          setupFiles: [`${support}/console.ts`],
          isolate: false,
          maxWorkers,
          // Properties of thousands of runs, on cores that other work may hold.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          globalSetup: [`${support}/global-postgres.ts`],
          setupFiles: [`${support}/console.ts`, `${support}/test-database.ts`],
          isolate: false,
          expect: expecting,
          maxWorkers,
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: [`${support}/global-stack.ts`],
          expect: expecting,
          maxWorkers,
          testTimeout: 120_000,
          // A shop is opened in it.
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
