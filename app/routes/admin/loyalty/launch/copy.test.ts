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
  const left = { badges: 1, codes: 1_200 };
  for (const words of [
    confirmations.launch(sum, formats),
    confirmations.pause(sum, formats),
    confirmations.reset(sum, left, formats),
  ])
    expect(words).toContain("1,934 customers with 58,000 points");
});

test.each([
  [{ badges: 0, codes: 0 }, "Nobody has a badge or a reward code that was not used."],
  [{ badges: 12, codes: 0 }, "It also takes 12 badges back."],
  [
    { badges: 1, codes: 1 },
    "It also takes 1 badge back and deactivates 1 reward code that was not used: its points do not come back.",
  ],
  [
    { badges: 0, codes: 1_200 },
    "It also deactivates 1,200 reward codes that were not used: their points do not come back.",
  ],
])("a start from zero names what it takes beside points: %j", (left, words) => {
  const sum = { members: 2, points: 10, owedMinor: 10 };
  expect(confirmations.reset(sum, left, formats)).toContain(words);
});
