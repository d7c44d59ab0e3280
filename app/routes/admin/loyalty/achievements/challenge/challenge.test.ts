import { expect, test } from "vitest";

import type { Challenge } from "#app/loyalty/achievements/achievement.ts";

import { daysOf, windowOfDays } from "./challenge-days.ts";
import {
  challengeFormValues,
  type ChallengeFrame,
  type ChallengeValues,
  newChallenge,
  parseChallenge,
} from "./challenge.schema.ts";

const berlin = { currency: "EUR", timezone: "Europe/Berlin" };
const now = new Date("2026-10-20T22:30:00Z"); // Half past midnight of the 21st in Berlin.
const typed: ChallengeValues = {
  name: "Two in autumn",
  kind: "orders",
  target: "2",
  points: "100",
  from: "2026-10-24",
  until: "2026-10-25",
  active: true,
};
const stored: Challenge = {
  id: "one",
  name: "Two in autumn",
  goal: { kind: "orders", target: 2n },
  points: 100n,
  startsAt: new Date("2026-10-23T22:00:00Z"),
  endsAt: new Date("2026-10-25T23:00:00Z"),
  active: true,
};

const parse = (changes: Partial<ChallengeValues>, frame: Partial<ChallengeFrame> = {}) =>
  parseChallenge({ ...typed, ...changes }, { ...berlin, now, before: null, ...frame });
const before = { ...stored, values: challengeFormValues(stored, berlin) };

test("days are from midnight to midnight by the shop's clock, also when it is put back in between", () => {
  const { id: _, ...settings } = stored;
  expect(parse({}).challenge).toEqual(settings);
  expect(challengeFormValues(stored, berlin)).toEqual(typed);
  for (const timezone of ["Pacific/Auckland", "America/St_Johns", "Africa/Cairo", "UTC"]) {
    const days = { from: "2027-04-29", until: "2027-04-30" };
    expect(daysOf(windowOfDays(days, timezone)!, timezone)).toEqual(days);
  }
});

test("a challenge may last a day, and begin on the present one", () => {
  const day = { from: "2026-10-21", until: "2026-10-21" };
  expect(parse(day).errors).toBeNull();
  expect(parse({ ...day, from: "2026-10-20" }).errors).toEqual({
    from: "Let it begin today or later.",
  });
  expect(parse({ ...newChallenge(now, "Europe/Berlin"), name: "New" }).errors).toEqual({
    target: "Enter a number of orders, such as 5.",
  });
});

test("of one that has begun, what it is about and its first day stay", () => {
  const later = { before, now: new Date("2026-10-24T10:00:00Z") };
  expect(parse({ target: "3", until: "2026-10-31" }, later).errors).toBeNull();
  expect(parse({ kind: "reviews", from: "2026-10-25" }, later).errors).toEqual({
    kind: "It has begun: this stays as it is.",
    from: "It has begun: this stays as it is.",
  });
  expect(parse({ until: "2026-10-23" }, later).errors).toEqual({
    until: "Let it end on its first day or later.",
  });
});

test("days that stay keep their moments, also when the shop has moved meanwhile", () => {
  const moved = { currency: "EUR", timezone: "Asia/Tokyo" };
  const values = challengeFormValues(stored, moved);
  const frame = { ...moved, now, before: { ...stored, values } };
  expect(parseChallenge({ ...values, name: "Two" }, frame).challenge).toMatchObject({
    startsAt: stored.startsAt,
    endsAt: stored.endsAt,
  });
  expect(parseChallenge({ ...values, until: "2026-10-31" }, frame).challenge).toMatchObject({
    startsAt: stored.startsAt,
    endsAt: new Date("2026-10-31T15:00:00Z"),
  });
});

test.each([
  [{ name: " " }, "name"],
  [{ target: "0" }, "target"],
  [{ kind: "spend", target: "5.001" }, "target"],
  [{ points: "" }, "points"],
  [{ points: "0" }, "points"],
  [{ from: "" }, "from"],
  [{ until: "2026-02-30" }, "until"],
  [{ until: "2026-10-23" }, "until"],
] satisfies [Partial<ChallengeValues>, string][])(
  "%j is an error at its field",
  (changes, field) => {
    expect(Object.keys(parse(changes).errors ?? {})).toEqual([field]);
  },
);

test("what is no form at all is an error, not a crash", () => {
  for (const form of [null, [], "x", { kind: "years" }])
    expect(parseChallenge(form, { ...berlin, now, before: null }).challenge).toBeNull();
});
