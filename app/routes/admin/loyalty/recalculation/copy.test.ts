import { expect, test } from "vitest";

import { formatsFor } from "#app/ui/format/formats.ts";

import { confirmation, sumsInWords, wouldHaveInWords } from "./copy.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-30T10:00:00Z" });

test("changes are told with what is given and what is taken apart", () => {
  const sums = { customers: 12, added: 340, taken: 1, tiers: 3 };
  expect(sumsInWords(sums, formats)).toBe(
    "12 customers: 340 points more, 1 point less, 3 in another tier",
  );
  expect(confirmation(sums, formats)).toContain("12 customers: 340 points more");
});

test("a comparison says how many of all would have something else", () => {
  const sums = { customers: 1, added: 0, taken: 85, tiers: 0 };
  expect(wouldHaveInWords(sums, 13, formats)).toBe(
    "1 of 13 customers would have other points or another tier: 85 points less",
  );
  const many = { customers: 1_200, added: 0, taken: 0, tiers: 0 };
  expect(wouldHaveInWords(many, 1_934, formats)).toBe(
    "1,200 of 1,934 customers would have other points or another tier",
  );
});

test("what nothing is said of is left out", () => {
  expect(sumsInWords({ customers: 1, added: 0, taken: 5, tiers: 0 }, formats)).toBe(
    "1 customer: 5 points less",
  );
});
