import { validate, version } from "uuid";
import { afterEach, expect, test, vi } from "vitest";

import { newId } from "./ids.server.ts";

afterEach(() => vi.useRealTimers());

test("ids ascend in the order in which they were made, also within a millisecond, and none comes twice", () => {
  const ids = Array.from({ length: 20_000 }, newId);

  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
});

test("an id tells when it was made", () => {
  const before = Date.now();
  const made = Number.parseInt(newId().replaceAll("-", "").slice(0, 12), 16);

  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});

test("ids follow a clock that was set back by a day, and count on over one of a second", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 4, 2) });
  const first = newId();
  vi.setSystemTime(Date.UTC(2026, 4, 2) - 1_000);
  expect(newId() > first).toBe(true);
  vi.setSystemTime(Date.UTC(2026, 4, 1));
  expect(newId() < first).toBe(true);
});
