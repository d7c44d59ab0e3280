import { expect, test } from "vitest";

import { birthdayDays, isBirthday } from "./birthday.ts";
import { defaultActions } from "./default-actions.ts";
import {
  isOnceOnly,
  paysFor,
  pointsFor,
  switchedOn,
  type EarningAction,
} from "./earning-action.ts";

const review: EarningAction<"review"> = {
  id: "r",
  kind: "review",
  name: "Write a review",
  active: true,
  points: 25n,
  settings: { photoPoints: "50" },
  limit: null,
};
const signup: EarningAction<"signup"> = { ...review, kind: "signup", settings: { since: null } };
const monday = new Date("2026-11-02T10:00:00Z");
const tuesday = new Date("2026-11-03T10:00:00Z");

test("an earning action pays for its own kind while it is switched on, a named one for its name only", () => {
  expect(paysFor(review, { kind: "review", name: "anything" })).toBe(true);
  expect(paysFor({ ...review, active: false }, { kind: "review", name: "anything" })).toBe(false);
  expect(paysFor(review, { kind: "survey", name: "anything" })).toBe(false);
  const custom: EarningAction = { ...review, kind: "custom", settings: { eventName: "visited" } };
  expect(paysFor(custom, { kind: "custom", name: "visited" })).toBe(true);
  expect(paysFor(custom, { kind: "custom", name: "left" })).toBe(false);
});

test("a review with a photo earns what is said for that", () => {
  expect(pointsFor(review, {})).toBe(25n);
  expect(pointsFor(review, { photo: true })).toBe(50n);
});

test("what counts from being switched on counts from the first time, until it is switched off", () => {
  const on = switchedOn(signup, null, monday);
  expect(on.settings).toEqual({ since: monday.toISOString() });
  expect(switchedOn({ ...signup, points: 5n }, on, tuesday).settings).toEqual({
    since: monday.toISOString(),
  });
  const off = switchedOn({ ...signup, active: false }, on, tuesday);
  expect(off.settings).toEqual({ since: null });
  expect(switchedOn(signup, off, tuesday).settings).toEqual({ since: tuesday.toISOString() });
  expect(switchedOn(review, null, monday)).toEqual(review);
});

test("the ready earning actions cost nothing before they are switched on, and speak the shop's currency", () => {
  const earningActions = defaultActions("JPY");
  expect(earningActions.some(({ active }) => active)).toBe(false);
  expect(earningActions.map(({ name }) => name)).toContain("¥1,000 spent");
  expect(earningActions.filter(isOnceOnly)).toHaveLength(9);
});

test("birthdays are by the shop's day, and looked back at for a week", () => {
  const days = birthdayDays("Asia/Tokyo", new Date("2026-11-24T15:30:00Z")); // The 25th there.
  expect(days[0]).toMatchObject({ day: "2026-11-25", month: 11, dayOfMonth: 25 });
  expect(days[0]?.startsAt).toEqual(new Date("2026-11-24T15:00:00Z"));
  expect(days.map(({ dayOfMonth }) => dayOfMonth)).toEqual([25, 24, 23, 22, 21, 20, 19]);
});

test("whoever was born on 29 February has the 28th, but not in a leap year", () => {
  const on = (day: string) =>
    birthdayDays("UTC", new Date(`${day}T12:00:00Z`))
      .filter((one) => one.day === day)
      .map(({ dayOfMonth }) => dayOfMonth);
  expect(on("2027-02-28")).toEqual([28, 29]);
  expect(on("2028-02-28")).toEqual([28]);
  expect(on("2028-02-29")).toEqual([29]);
});

test("a day that no year has is nobody's birthday", () => {
  expect(isBirthday({ month: 2, day: 29 })).toBe(true);
  expect(isBirthday({ month: 2, day: 30 })).toBe(false);
  expect(isBirthday({ month: 13, day: 1 })).toBe(false);
});
