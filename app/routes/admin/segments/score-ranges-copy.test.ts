import { expect, test } from "vitest";

import { frequencyRanges, recencyRanges } from "./score-ranges-copy.ts";

test("each score says how many days it stands for", () => {
  expect(recencyRanges([7, 30, 60, 120])).toEqual({
    5: "within 7 days",
    4: "8–30 days",
    3: "31–60 days",
    2: "61–120 days",
    1: "over 120 days",
  });
});

test("each score says how many orders it stands for", () => {
  expect(frequencyRanges([1, 2, 4, 9])).toEqual({
    1: "1 order",
    2: "2 orders",
    3: "3–4 orders",
    4: "5–9 orders",
    5: "10+ orders",
  });
});

test("where most have ordered once, the scores that nobody has stand for nothing", () => {
  expect(frequencyRanges([1])).toEqual({ 1: "1 order", 2: "2+ orders" });
  expect(recencyRanges([0, 1])).toEqual({ 5: "today", 4: "1 day", 3: "over 1 day" });
});
