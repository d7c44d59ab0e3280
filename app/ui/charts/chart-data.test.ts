import { expect, test } from "vitest";

import { highest, strokeOf } from "./chart-data.ts";

test("no two of eighteen lines look alike", () => {
  const strokes = Array.from({ length: 18 }, (_, place) => JSON.stringify(strokeOf(place)));
  expect(new Set(strokes).size).toBe(18);
});

test("the highest lines are those of the last point", () => {
  const points = [
    { at: "2026-11-29", values: { a: 9, b: 1, c: 5 } },
    { at: "2026-11-30", values: { a: 2, b: 7, c: 5 } },
  ];
  expect(highest(points, 2)).toEqual(["b", "c"]);
  expect(highest([], 2)).toEqual([]);
});
