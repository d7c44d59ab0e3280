import { expect, test } from "vitest";

import { monthBeside, monthOf, weeksOf } from "./calendar.ts";

const blackFriday = { startsAt: "2026-11-27T05:00:00Z", endsAt: "2026-11-30T05:00:00Z" };

test("a month is whole weeks from Monday on, and what lasts is on each of its days by the shop's clock", () => {
  const weeks = weeksOf("2026-11", [blackFriday], "America/New_York");
  expect(weeks).toHaveLength(6);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect(weeks[0]?.[0]).toMatchObject({ date: "2026-10-26", inMonth: false });
  const days = weeks.flat().filter(({ items }) => items.length > 0);
  expect(days.map(({ date }) => date)).toEqual(["2026-11-27", "2026-11-28", "2026-11-29"]);
});

test("the days on which the clocks change are days like others", () => {
  const dates = weeksOf("2026-10", [], "Europe/Berlin").flat();
  expect(new Set(dates.map(({ date }) => date)).size).toBe(dates.length);
  expect(dates.filter(({ inMonth }) => inMonth)).toHaveLength(31);
});

test("months follow each other over the turn of the year", () => {
  expect(monthBeside("2026-12", 1)).toBe("2027-01");
  expect(monthBeside("2026-01", -1)).toBe("2025-12");
  expect(monthOf("2026-12-31T23:30:00Z", "Asia/Tokyo")).toBe("2027-01");
});
