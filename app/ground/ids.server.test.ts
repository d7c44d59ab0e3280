import { afterEach, expect, test, vi } from "vitest";

import { newId } from "./ids.server.ts";

afterEach(() => vi.useRealTimers());

test("ids follow a clock that was set back by a day, and count on over one of a second", () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 4, 2) });
  const first = newId();
  vi.setSystemTime(Date.UTC(2026, 4, 2) - 1_000);
  expect(newId() > first).toBe(true);
  vi.setSystemTime(Date.UTC(2026, 4, 1));
  expect(newId() < first).toBe(true);
});
