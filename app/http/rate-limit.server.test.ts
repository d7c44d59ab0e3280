import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { rateLimit } from "./rate-limit.server.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("a burst goes through, then so many a second, and one key does not hold up another", () => {
  const limit = rateLimit({ perSecond: 2, burst: 3 });
  expect([1, 2, 3].map(() => limit("ann"))).toEqual([0, 0, 0]);
  expect(limit("ann")).toBe(1);
  expect(limit("bob")).toBe(0);
  vi.advanceTimersByTime(500);
  expect(limit("ann")).toBe(0);
  expect(limit("ann")).toBe(1);
});
