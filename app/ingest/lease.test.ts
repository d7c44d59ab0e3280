import { expect, test } from "vitest";

import { MOST_TRIES, nextTry } from "./lease.ts";

const now = new Date("2026-03-01T10:00:00Z");

test("a delivery is tried five times, with longer and longer waits", () => {
  const waits = [1, 2, 3, 4].map(
    (attempts) => (nextTry(attempts, "fault", now)?.getTime() ?? 0) - now.getTime(),
  );

  expect(waits).toEqual([1_000, 5_000, 30_000, 120_000]);
  expect(nextTry(MOST_TRIES, "fault", now)).toBeNull();
  expect(nextTry(MOST_TRIES, "unreadable", now)).toBeNull();
});
