import { setImmediate as turn } from "node:timers/promises";

import { expect, test } from "vitest";

import { Turns } from "./turns.server.ts";

test("one begins in each turn of the event loop, and addresses take turns", async () => {
  const turns = new Turns();
  const begun: string[] = [];
  for (const name of ["a1", "a2", "a3", "a4"]) turns.wait("a", () => begun.push(name));
  turns.wait("b", () => begun.push("b1"));
  expect(begun).toEqual([]);
  await turn();
  expect(begun).toHaveLength(1);
  while (begun.length < 5) await turn();
  expect(begun).toEqual(["a1", "b1", "a2", "a3", "a4"]);
});

test("who left does not begin", async () => {
  const turns = new Turns();
  const begun: string[] = [];
  const leave = turns.wait("a", () => begun.push("gone"));
  turns.wait("a", () => begun.push("a"));
  turns.wait("b", () => begun.push("b"));
  leave();
  while (begun.length < 2) await turn();
  expect(begun).toEqual(["a", "b"]);
});
