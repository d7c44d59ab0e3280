import fc from "fast-check";
import { expect, test } from "vitest";

import { cells, namedSegment, segmentKeys } from "./named-segments.ts";

const score = fc.integer({ min: 1, max: 5 });

test("whatever the three scores, a customer is in exactly one segment", () => {
  const rfm = fc.record({ recency: score, frequency: score, monetary: score });
  fc.assert(
    fc.property(rfm, ({ recency, frequency }) => {
      const homes = cells.filter(
        (cell) => cell.recency === recency && cell.frequency === frequency,
      );
      expect(homes.map(({ segment }) => segment)).toEqual([namedSegment(recency, frequency)]);
      expect(segmentKeys).toContain(homes[0]?.segment);
    }),
  );
});

test("no segment is without a cell", () => {
  expect(new Set(cells.map(({ segment }) => segment))).toEqual(new Set(segmentKeys));
});

test("one order lately is a new customer; many, and gone the longest, is one not to lose", () => {
  expect(namedSegment(5, 1)).toBe("new_customers");
  expect(namedSegment(1, 5)).toBe("cannot_lose");
  expect(() => namedSegment(0, 3)).toThrow(RangeError);
});
