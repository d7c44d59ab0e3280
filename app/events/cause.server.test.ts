import { setTimeout as pause } from "node:timers/promises";

import { expect, test } from "vitest";

import { causedBy, sourceByCause } from "./cause.server.ts";

test("what follows from the past is of it, however long it takes, and nothing beside it is", async () => {
  const heard = await Promise.all([
    causedBy("backfill", async () => {
      await pause(2);
      return [sourceByCause("app"), sourceByCause("webhook"), sourceByCause("recalculation")];
    }),
    pause(1).then(() => sourceByCause("app")),
  ]);
  expect(heard).toEqual([["backfill", "backfill", "recalculation"], "app"]);
  expect(sourceByCause("webhook")).toBe("webhook");
});

test("a cause within another is the nearer one", async () => {
  const inner = causedBy("backfill", () =>
    causedBy("recalculation", () => Promise.resolve(sourceByCause("app"))),
  );
  expect(await inner).toBe("recalculation");
});
