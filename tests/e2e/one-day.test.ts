import { beforeAll, expect, test } from "vitest";

import { openReport } from "#tests/demo/report.ts";
import { playTheDay } from "#tests/demo/story.ts";
import { openShopOfItsOwn, running } from "#tests/support/e2e/shop-of-its-own.ts";

beforeAll(() => openShopOfItsOwn());

test("a guest buys, comes back as a member, is refunded in part, and everyone sees the same", async () => {
  const report = openReport(() => undefined);
  await playTheDay(running(), report);

  expect(report.failures()).toEqual([]);
});
