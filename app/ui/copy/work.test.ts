import { expect, test } from "vitest";

import { leftInWords, minutesLeft, percentOf } from "./work.ts";

const now = "2026-11-30T10:01:00Z";
const since = "2026-11-30T10:00:00Z";

test("the time left is told once it can be", () => {
  expect(minutesLeft({ done: 0, total: 900, since }, now)).toBeNull();
  expect(minutesLeft({ done: 300, total: null, since }, now)).toBeNull();
  expect(minutesLeft({ done: 300, total: 900, since: null }, now)).toBeNull();
  expect(minutesLeft({ done: 300, total: 900, since: now }, now)).toBeNull();
  expect(minutesLeft({ done: 300, total: 900, since }, now)).toBe(2);
  expect(leftInWords(1.2)).toBe("about 2 min left");
  expect(leftInWords(0.9)).toBe("less than a minute left");
});

test("what is done twice is no more than all of it", () => {
  expect(percentOf({ done: 910, total: 900 })).toBe(100);
  expect(minutesLeft({ done: 910, total: 900, since }, now)).toBe(0);
});

test("a part is rounded down: nothing is done before it is", () => {
  expect(percentOf({ done: 1_250, total: 9_120 })).toBe(13);
  expect(percentOf({ done: 999, total: 1_000 })).toBe(99);
  expect(percentOf({ done: 0, total: 0 })).toBe(100);
  expect(percentOf({ done: 5, total: null })).toBeNull();
});
