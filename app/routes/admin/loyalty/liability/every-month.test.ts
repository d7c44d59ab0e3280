import { expect, test } from "vitest";

import { everyMonth } from "./every-month.ts";

const none = { redeemed: 0, expired: 0, revoked: 0, adjusted: 0 };

test("months in which nothing moved keep what was outstanding", () => {
  const months = [
    { ...none, month: "2026-10", issued: 40, outstanding: 140 },
    { ...none, month: "2026-08", issued: 100, outstanding: 100 },
  ];
  const rows = everyMonth(months, "2026-12-01T02:00:00Z", "America/New_York");
  expect(rows.map(({ month, issued, outstanding }) => [month, issued, outstanding])).toEqual([
    ["2026-08", 100, 100],
    ["2026-09", 0, 100],
    ["2026-10", 40, 140],
    ["2026-11", 0, 140],
  ]);
});

test("where no point ever moved there is no month", () => {
  expect(everyMonth([], "2026-12-01T02:00:00Z", "UTC")).toEqual([]);
});
