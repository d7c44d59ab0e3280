import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { cells, namedSegment, segmentKeys } from "./named-segments.ts";

const score = fc.integer({ min: 1, max: 5 });

test("whatever the three scores, a customer is in exactly one segment", () => {
  const rfm = fc.record({ recency: score, frequency: score, monetary: score, highest: score });
  assertRandomly(
    fc.property(rfm, ({ recency, frequency, highest }) => {
      const homes = cells(highest).filter(
        (cell) => cell.recency === recency && cell.frequency === frequency,
      );
      expect(homes.map(({ segment }) => segment)).toEqual([
        namedSegment(recency, frequency, highest),
      ]);
      expect(segmentKeys).toContain(homes[0]?.segment);
    }),
    100,
  );
});

test("no segment is without a cell", () => {
  expect(new Set(cells(5).map(({ segment }) => segment))).toEqual(new Set(segmentKeys));
});

test("one order lately is a new customer; many, and gone the longest, is one not to lose", () => {
  expect(namedSegment(5, 1, 5)).toBe("new_customers");
  expect(namedSegment(1, 5, 5)).toBe("cannot_lose");
  expect(() => namedSegment(0, 3, 5)).toThrow(RangeError);
  expect(() => namedSegment(3, 6, 5)).toThrow(RangeError);
});

test("where most bought once, those who buy most often are champions all the same", () => {
  expect([1, 2, 3].map((frequency) => namedSegment(5, frequency, 3))).toEqual([
    "new_customers",
    "champions",
    "champions",
  ]);
  expect([1, 2, 3, 4].map((frequency) => namedSegment(1, frequency, 4))).toEqual([
    "lost",
    "at_risk",
    "cannot_lose",
    "cannot_lose",
  ]);
  expect(namedSegment(4, 1, 1)).toBe("promising");
});
