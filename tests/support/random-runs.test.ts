import { globSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { assertRandomly, randomRuns } from "./random-runs.ts";
import { failedRuns, seeds } from "./seeds.ts";

beforeEach(() => void vi.stubEnv("ENCORE_SEED", undefined));
afterEach(() => void vi.unstubAllEnvs());

test("all runs are divided among the fixed seeds", () => {
  const runs = randomRuns(101);
  expect(runs.map(({ seed }) => seed)).toEqual(seeds);
  expect(runs.reduce((sum, { numRuns }) => sum + numRuns, 0)).toBe(101);
  expect(randomRuns(1)).toEqual([{ seed: seeds[0], numRuns: 1 }]);
});

test("with ENCORE_SEED all runs are that seed's", () => {
  vi.stubEnv("ENCORE_SEED", "77");
  expect(randomRuns(5)).toEqual([{ seed: 77, numRuns: 5 }]);
  vi.stubEnv("ENCORE_SEED", "seven");
  expect(() => randomRuns(5)).toThrow('ENCORE_SEED is "seven"');
});

// Named as the test that failed with them, and so tried with the same.
describe.each([...new Set(failedRuns.map((run) => run.test))])("what failed once: %s", (name) => {
  const again = failedRuns.filter((run) => run.test === name);

  test("is tried first, and the rest with the fixed seeds", () => {
    const runs = randomRuns(again.length + seeds.length);
    expect(runs.slice(0, again.length)).toMatchObject(
      again.map(({ seed, path }) => ({ seed, numRuns: 1, ...(path && { path }) })),
    );
    expect(runs.slice(again.length)).toEqual(seeds.map((seed) => ({ seed, numRuns: 1 })));
    expect(randomRuns(1)).toHaveLength(again.length + 1);
  });

  test("is the name of a test", () => {
    const tests = globSync("{app,workers,tests}/**/*.test.{ts,tsx}");
    expect(tests.some((path) => readFileSync(path, "utf8").includes(name))).toBe(true);
  });
});

test("a run that failed is the same value again: one run, of its seed and path", async () => {
  const seen: number[] = [];
  const note = fc.property(fc.nat(), (value) => void seen.push(value));
  fc.assert(note, { seed: 9, numRuns: 5 });
  fc.assert(note, { seed: 9, numRuns: 1, path: "4" });
  expect(seen).toHaveLength(6);
  expect(seen[5]).toBe(seen[4]);
});

test("a property that does not hold fails, with the seed to repeat it by", async () => {
  const small = (value: number) => value < 1_000;
  expect(() => assertRandomly(fc.property(fc.nat(), small), 100)).toThrow(`seed: ${seeds[0]}`);
  const later = fc.asyncProperty(fc.nat(), (value) => Promise.resolve(small(value)));
  await expect(assertRandomly(later, 100)).rejects.toThrow(`seed: ${seeds[0]}`);
});
