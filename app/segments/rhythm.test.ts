import { expect, test } from "vitest";

import { isOutOfDate, type Rhythm, waitDays } from "./rhythm.ts";

const now = new Date("2026-06-01T00:00:00Z");
const shop = { count: 500, avg: 40, median: 30, p90: 80.7 };
const rhythm: Rhythm = {
  at: "2026-05-01T00:00:00Z",
  repeats: 600,
  shop,
  segments: {
    champions: { count: 30, avg: 20, median: 15, p90: 33.2 },
    lost: { count: 29, avg: 1, median: 1, p90: 2 },
    loyal: { count: 90, avg: 0.2, median: 0.1, p90: 0.4 },
  },
};

test("a segment waits as long as its own customers do, or, with too few intervals, as the shop's", () => {
  expect(waitDays(rhythm, "champions")).toBe(33);
  expect(waitDays(rhythm, "lost")).toBe(80);
  expect(waitDays(rhythm, "at_risk")).toBe(80);
  expect(waitDays(rhythm, "loyal")).toBe(1);
});

test("a shop without repeat orders takes 90 days for a wait", () => {
  expect(waitDays({ ...rhythm, shop: null, segments: {} }, "lost")).toBe(90);
  expect(waitDays({ ...rhythm, shop: { ...shop, count: 3 }, segments: {} }, "lost")).toBe(90);
});

test("intervals are worked out anew each quarter and when the shop has grown or shrunk by a tenth", () => {
  expect(isOutOfDate(null, 0, now)).toBe(true);
  expect(isOutOfDate(rhythm, 600, now)).toBe(false);
  expect(isOutOfDate(rhythm, 660, now)).toBe(false);
  expect(isOutOfDate(rhythm, 661, now)).toBe(true);
  expect(isOutOfDate(rhythm, 539, now)).toBe(true);
  expect(isOutOfDate(rhythm, 600, new Date("2026-08-01T00:00:00Z"))).toBe(true);
});
