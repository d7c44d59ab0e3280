import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import { giveWay } from "./give-way.ts";

test("one piece of work runs at a time while something else is busy, and all of them otherwise", async () => {
  let busy = true;
  let running = 0;
  let most = 0;
  const polite = giveWay(() => busy);
  const work = async () => {
    most = Math.max(most, ++running);
    await pause(5);
    running--;
  };

  await Promise.all([polite(work), polite(work), polite(work)]);
  expect(most).toBe(1);

  busy = false;
  await Promise.all([polite(work), polite(work), polite(work)]);
  expect(most).toBe(3);
});

test("what fails does not hold up what comes after", async () => {
  const polite = giveWay(() => true);
  const failed = polite(() => Promise.reject(new Error("no")));
  const next = polite(() => Promise.resolve("done"));

  await expect(failed).rejects.toThrow("no");
  await expect(next).resolves.toBe("done");
});

test("what takes for ever does not either", async () => {
  const polite = giveWay(() => true, 5);
  void polite(() => new Promise(() => undefined));

  await expect(polite(() => Promise.resolve("done"))).resolves.toBe("done");
});
