import { expect, test } from "vitest";

import { formatsFor } from "#app/ui/format/formats.ts";

import { confirmations, sumInWords } from "./copy.ts";

const now = "2026-11-30T10:01:00Z";
const formats = formatsFor({ currency: "JPY", timezone: "Asia/Tokyo", now });

test("a confirmation names the numbers", () => {
  const sum = { members: 1934, points: 58_000, owedMinor: 58_000 };
  expect(sumInWords(sum, formats)).toBe(
    "1,934 customers with 58,000 points, a liability of ¥58,000",
  );
  expect(sumInWords({ members: 1, points: 1, owedMinor: 1 }, formats)).toBe(
    "1 customer with 1 point, a liability of ¥1",
  );
  for (const words of [confirmations.launch, confirmations.pause, confirmations.reset])
    expect(words(sum, formats)).toContain("1,934 customers with 58,000 points");
});
