import { expect, test } from "vitest";

import { changedFields } from "./audit-actions.ts";

test("of two states only what differs is kept, large numbers as text", () => {
  const before = { active: true, unitMinor: 100n, rounding: "down" };
  const after = { active: true, unitMinor: 200n, rounding: "down" };
  expect(changedFields(before, after)).toEqual({
    before: { unitMinor: "100" },
    after: { unitMinor: "200" },
  });
});

test("what is new, or gone, is kept whole", () => {
  expect(changedFields(null, { points: 5n })).toEqual({ before: null, after: { points: "5" } });
  expect(changedFields({ points: 5n }, null)).toEqual({ before: { points: "5" }, after: null });
});

test("a field that only one state has is nothing in the other", () => {
  expect(changedFields({}, { limit: 3 })).toEqual({ before: { limit: null }, after: { limit: 3 } });
});
