import { expect, test } from "vitest";

import { startingAchievements } from "#app/loyalty/program/starting/starting-achievements.ts";

import {
  achievementFormValues,
  type AchievementValues,
  newAchievement,
  parseAchievement,
} from "./achievement.schema.ts";

const parse = (changes: Partial<AchievementValues>, currency = "EUR") =>
  parseAchievement({ ...newAchievement, name: "Five", threshold: "5", ...changes }, currency);

test("the achievements that a shop finds ready are what their form would save", () => {
  for (const currency of ["EUR", "JPY", "KWD"])
    for (const ready of startingAchievements(currency, () => "")) {
      const { id: _, pointsFrom: __, ...settings } = ready;
      expect(
        parseAchievement(achievementFormValues(ready, currency), currency).achievement,
      ).toEqual(settings);
    }
});

test("what is typed becomes an achievement; no points, and none of them, are a badge alone", () => {
  expect(parse({ name: "  خمس طلبات\0 ", points: "50", badge: "👩‍👩‍👧‍👦" }).achievement).toEqual({
    kind: "orders",
    name: "خمس طلبات",
    threshold: 5n,
    badge: "👩‍👩‍👧‍👦",
    points: 50n,
    active: true,
  });
  expect(parse({ points: "" }).achievement?.points).toBe(0n);
  expect(parse({ points: " 0 " }).achievement?.points).toBe(0n);
  expect(parse({ kind: "spend", threshold: "99,50" }).achievement?.threshold).toBe(9950n);
  expect(parse({ kind: "spend", threshold: "500" }, "JPY").achievement?.threshold).toBe(500n);
});

test.each([
  [{ name: " " }, "name"],
  [{ name: "n".repeat(61) }, "name"],
  [{ threshold: "0" }, "threshold"],
  [{ threshold: "1.5" }, "threshold"],
  [{ kind: "years", threshold: "51" }, "threshold"],
  [{ kind: "spend", threshold: "much" }, "threshold"],
  [{ points: "-5" }, "points"],
  [{ points: "some" }, "points"],
  [{ badge: "" }, "badge"],
  [{ badge: "🏆🏆" }, "badge"],
  [{ badge: "Gold" }, "badge"],
] satisfies [Partial<AchievementValues>, string][])(
  "%j is an error at its field",
  (changes, field) => {
    expect(Object.keys(parse(changes).errors ?? {})).toEqual([field]);
  },
);

test("what is no form at all is an error, not a crash", () => {
  for (const typed of [null, [], "x", { kind: "votes" }])
    expect(parseAchievement(typed, "EUR").achievement).toBeNull();
});
