import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import { coalesce } from "./coalesce.ts";

test("any number of calls while it runs make it run once more", async () => {
  let runs = 0;
  const { wake } = coalesce(
    async () => {
      runs++;
      await pause(5);
    },
    () => undefined,
  );

  await Promise.all([wake(), wake(), wake(), wake()]);
  expect(runs).toBe(2);
});

test("what it throws is reported, and it can be woken again", async () => {
  const errors: unknown[] = [];
  const { wake } = coalesce(
    () => Promise.reject(new Error("no")),
    (error) => errors.push(error),
  );

  await wake();
  await wake();
  expect(errors).toHaveLength(2);
});
