import { expect, test } from "vitest";

import { microBatch } from "./micro-batch.server.ts";
import { Retry } from "./retry.ts";

/** Work that ends only when it is told to, and says what it was given. */
function slowWork(fails: (item: number) => boolean = () => false) {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const run = async (_: string, items: number[]) => {
    batches.push(items);
    await new Promise<void>((open) => gates.push(open));
    if (items.some(fails)) throw new Error(`${items.join()} failed`);
    return items.map((item) => item * 10);
  };
  const openAll = async () => {
    for (let gate = gates.shift(); gate; gate = gates.shift()) {
      gate();
      await new Promise((next) => setImmediate(next));
    }
  };
  return { batches, run, openAll };
}

test("one request waits for nobody; those that come meanwhile are done together, each with its own result", async () => {
  const { batches, run, openAll } = slowWork();
  const ask = microBatch(run, { most: 3 });
  const results = Promise.all([1, 2, 3, 4, 5].map((item) => ask("tea", item)));
  expect(batches).toEqual([[1]]);
  await openAll();
  expect(await results).toEqual([10, 20, 30, 40, 50]);
  expect(batches).toEqual([[1], [2, 3, 4], [5]]);
});

test("shops do not wait for each other", async () => {
  const { batches, run, openAll } = slowWork();
  const ask = microBatch(run, { most: 3 });
  const both = Promise.all([ask("tea", 1), ask("coffee", 2)]);
  expect(batches).toEqual([[1], [2]]);
  await openAll();
  expect(await both).toEqual([10, 20]);
});

test("what fails fails alone, and later requests go on", async () => {
  const { batches, run, openAll } = slowWork((item) => item === 3);
  const ask = microBatch(run, { most: 9 });
  const results = Promise.allSettled([1, 2, 3, 4].map((item) => ask("tea", item)));
  await openAll();
  expect((await results).map(({ status }) => status)).toEqual([
    "fulfilled",
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  expect(batches).toEqual([[1], [2, 3, 4], [2], [3], [4]]);
  const later = ask("tea", 5);
  await openAll();
  expect(await later).toBe(50);
});

test("when too many wait, the next is asked to come back", async () => {
  const { run, openAll } = slowWork();
  const ask = microBatch(run, { most: 1, mostWaiting: 2 });
  const some = [1, 2, 3].map((item) => ask("tea", item));
  await expect(ask("tea", 4)).rejects.toBeInstanceOf(Retry);
  await openAll();
  expect(await Promise.all(some)).toEqual([10, 20, 30]);
});
