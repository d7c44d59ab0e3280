import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { quintiles, recencyScore, score } from "./rfm.ts";

test("thresholds are values that customers have", () => {
  expect(quintiles([10, 20, 30, 40, 50])).toEqual([10, 20, 30, 40]);
  expect(quintiles([7])).toEqual([7]);
  expect(quintiles([])).toEqual([]);
});

test("where 54 of 100 bought once, they all score 1, and the others share what is left", () => {
  const orders = [
    ...Array<number>(54).fill(1),
    ...Array<number>(20).fill(2),
    ...Array<number>(15).fill(3),
    4,
    4,
    4,
    4,
    5,
    5,
    6,
    7,
    8,
    9,
    12,
  ];
  const thresholds = quintiles(orders);

  expect(thresholds).toEqual([1, 2, 3]);
  expect(orders.filter((count) => score(count, thresholds) === 1)).toHaveLength(54);
  expect([1, 2, 3, 4, 12].map((count) => score(count, thresholds))).toEqual([1, 2, 3, 4, 4]);
});

test("the latest customers have the best recency, also when everyone came on one day", () => {
  expect([0, 10, 11, 400].map((days) => recencyScore(days, [10, 30, 90, 365]))).toEqual([
    5, 5, 4, 1,
  ]);
  expect(recencyScore(3, quintiles([3, 3, 3]))).toBe(5);
});

test("scores lie between 1 and 5, never fall as values grow, and no fifth is larger than ties make it", () => {
  assertRandomly(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 200 }),
      (values) => {
        const thresholds = quintiles(values);
        const sorted = values.toSorted((a, b) => a - b);
        const scores = sorted.map((value) => score(value, thresholds));

        expect(scores).toEqual(scores.toSorted());
        expect(scores.at(0)).toBe(1);
        expect(scores.at(-1)).toBeLessThanOrEqual(5);
        for (const threshold of thresholds) expect(values).toContain(threshold);
      },
    ),
    100,
  );
});
