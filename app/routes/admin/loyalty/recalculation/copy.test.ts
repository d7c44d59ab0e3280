import { expect, test } from "vitest";

import { formatsFor } from "#app/ui/format/formats.ts";

import { confirmation, sumsInWords } from "./copy.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-30T10:00:00Z" });

test("changes are told with what is given and what is taken apart", () => {
  const sums = { customers: 12, added: 340, taken: 1, tiers: 3 };
  expect(sumsInWords(sums, formats)).toBe(
    "12 customers: 340 points more, 1 point less, 3 in another tier",
  );
  expect(confirmation(sums, formats)).toContain("12 customers: 340 points more");
});

test("what nothing is said of is left out", () => {
  expect(sumsInWords({ customers: 1, added: 0, taken: 5, tiers: 0 }, formats)).toBe(
    "1 customer: 5 points less",
  );
});
