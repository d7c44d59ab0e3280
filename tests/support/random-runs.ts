import fc from "fast-check";
import { expect } from "vitest";

import { failedRuns, seeds } from "./seeds.ts";

type RandomRun = { seed: number; numRuns: number; path?: string };

type Settings = {
  /** After about so long no run is begun any more, however many there were. */
  budgetMs?: number;
  /** Whether a smaller example is not looked for: that takes too long with a database. */
  endOnFailure?: boolean;
};

/** Tries a property with each of the test's `randomRuns`. Throws, or rejects, as `fc.assert` does. */
export function assertRandomly<T>(
  property: fc.IProperty<T>,
  numRuns: number,
  settings?: Settings,
): void;
export function assertRandomly<T>(
  property: fc.IAsyncProperty<T>,
  numRuns: number,
  settings?: Settings,
): Promise<void>;
export function assertRandomly<T>(
  property: fc.IProperty<T> | fc.IAsyncProperty<T>,
  numRuns: number,
  { budgetMs, endOnFailure = false }: Settings = {},
): void | Promise<void> {
  const runs = randomRuns(numRuns).map((run, _, { length }) => ({
    ...run,
    endOnFailure,
    ...(budgetMs && { interruptAfterTimeLimit: Math.ceil(budgetMs / length) }),
  }));
  if (property.isAsync()) return assertEach(property as fc.IAsyncProperty<T>, runs);
  for (const run of runs) void fc.assert(property, run);
}

async function assertEach<T>(
  property: fc.IAsyncProperty<T>,
  runs: readonly fc.Parameters<T>[],
): Promise<void> {
  for (const run of runs) await fc.assert(property, run);
}

/**
 * With which seeds the test that asks is to be tried, `numRuns` times in all: first the runs of it that failed once, and the rest
 * divided among the fixed seeds. With `ENCORE_SEED=…` all runs are that seed's.
 *
 * 5 runs, one of which failed once, and seeds 1 and 2: that one, two of seed 1, two of seed 2.
 */
export function randomRuns(numRuns: number): RandomRun[] {
  const seed = askedSeed();
  return seed === null ? fixedRuns(numRuns) : [{ seed, numRuns }];
}

function askedSeed(): number | null {
  const asked = process.env["ENCORE_SEED"];
  if (asked === undefined) return null;
  const seed = Number(asked);
  if (asked.trim() === "" || !Number.isSafeInteger(seed))
    throw new Error(`ENCORE_SEED is "${asked}": it must be a whole number`);
  return seed;
}

function fixedRuns(numRuns: number): RandomRun[] {
  const { currentTestName = "" } = expect.getState();
  const again = failedRuns
    .filter(({ test }) => currentTestName.includes(test))
    .map(({ seed, path }) => ({ seed, numRuns: 1, ...(path !== undefined && { path }) }));
  // At least one: what failed once is not all that can fail.
  const left = Math.max(numRuns - again.length, 1);
  const fresh = seeds.map((seed, index) => ({
    seed,
    numRuns: Math.floor((left + seeds.length - 1 - index) / seeds.length),
  }));
  return [...again, ...fresh.filter((run) => run.numRuns > 0)];
}
