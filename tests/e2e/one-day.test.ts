import { expect, inject, test } from "vitest";

import { openReport } from "#tests/demo/report.ts";
import { playTheDay } from "#tests/demo/story.ts";

test("a guest buys, comes back as a member, is refunded in part, and everyone sees the same", async () => {
  const report = openReport(() => undefined);
  await playTheDay(inject("running"), report);

  expect(report.failures()).toEqual([]);
});
