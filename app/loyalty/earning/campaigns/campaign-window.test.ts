import { expect, test } from "vitest";

import { localTimeOf, windowOf } from "./campaign-window.ts";

test("a window is by the shop's clock, also where the clocks are put back in between", () => {
  expect(
    windowOf({ from: "2026-10-24T00:00", until: "2026-10-26T00:00" }, "Europe/Berlin"),
  ).toEqual({
    startsAt: new Date("2026-10-23T22:00:00Z"),
    endsAt: new Date("2026-10-25T23:00:00Z"),
  });
  expect(windowOf({ from: "2026-10-24T00:00", until: "2026-10-26T00:00" }, "Asia/Tokyo")).toEqual({
    startsAt: new Date("2026-10-23T15:00:00Z"),
    endsAt: new Date("2026-10-25T15:00:00Z"),
  });
});

test("what is no time, or ends before it begins, is no window", () => {
  expect(windowOf({ from: "soon", until: "2026-10-26T00:00" }, "UTC")).toBeNull();
  expect(windowOf({ from: "2026-10-26T00:00", until: "2026-10-26T00:00" }, "UTC")).toBeNull();
});

test("a window is shown as it was typed", () => {
  expect(localTimeOf(new Date("2026-10-23T22:00:00Z"), "Europe/Berlin")).toBe("2026-10-24T00:00");
});
