import { expect, test } from "vitest";

import { pagesById } from "./keyset-pages.server.ts";

test("all rows come once, in pages, and the last is told by an empty one", async () => {
  const ids = ["a", "b", "c", "d", "e"].map((id) => ({ id }));
  const asked: string[] = [];
  const load = (after: string) => {
    asked.push(after);
    return Promise.resolve(ids.filter(({ id }) => id > after).slice(0, 2));
  };

  expect(await Array.fromAsync(pagesById(load))).toEqual([
    ids.slice(0, 2),
    ids.slice(2, 4),
    ids.slice(4),
  ]);
  expect(asked.slice(1)).toEqual(["b", "d", "e"]);
});

test("nobody has no pages", async () => {
  expect(await Array.fromAsync(pagesById(() => Promise.resolve([])))).toEqual([]);
});
