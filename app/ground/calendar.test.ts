import { expect, test } from "vitest";

import { lastNight } from "./calendar.ts";

test.each([
  ["Europe/Berlin", "2026-07-01T12:00:00Z", "2026-07-01T01:00:00.000Z"],
  ["Europe/Berlin", "2026-07-01T00:30:00Z", "2026-06-30T01:00:00.000Z"],
  ["America/New_York", "2026-01-15T12:00:00Z", "2026-01-15T08:00:00.000Z"],
  // The night on which the clocks go forward has no two o'clock, but it has three.
  ["Europe/Berlin", "2026-03-29T12:00:00Z", "2026-03-29T01:00:00.000Z"],
  ["Nowhere/Land", "2026-07-01T12:00:00Z", "2026-07-01T03:00:00.000Z"],
])("in %s at %s the last night was at %s", (timezone, now, night) => {
  expect(lastNight(timezone, new Date(now)).toISOString()).toBe(night);
});
