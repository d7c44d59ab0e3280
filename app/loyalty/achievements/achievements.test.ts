import { expect, test } from "vitest";

import { startingAchievements } from "../program/starting/starting-achievements.ts";
import { asIfNeverGained, nothing } from "../tiers/tier-progress.ts";
import {
  type Challenge,
  type AchievementFacts,
  paidFrom,
  phaseOf,
  progressIn,
  amountIn,
  reachedAt,
} from "./achievement.ts";
import { monthOf, streakOf } from "./streak.ts";

const at = (day: string) => new Date(`${day}T10:00:00Z`);
const now = at("2026-11-24");

function bought(...orders: [string, number][]): AchievementFacts {
  return {
    gains: orders.map(([day, spend]) => ({
      ...nothing,
      orders: spend > 0 ? 1n : 0n,
      spend: BigInt(spend),
      at: at(day),
    })),
    reviews: [],
    referrals: [],
  };
}

function reached(
  kind: "orders" | "spend" | "reviews" | "years" | "referrals",
  threshold: bigint,
  facts: AchievementFacts,
) {
  return reachedAt({ kind, threshold }, facts, "UTC", now);
}

test("an achievement is reached on the day of what was missing, whatever was heard first", () => {
  const facts = bought(["2026-03-01", 300], ["2026-01-01", 250], ["2026-02-01", 0]);
  expect(reached("orders", 2n, facts)).toEqual(at("2026-03-01"));
  expect(reached("orders", 3n, facts)).toBe(null); // One was given back whole.
  expect(reached("spend", 500n, facts)).toEqual(at("2026-03-01"));
  expect(reached("reviews", 1n, { ...facts, reviews: [at("2026-04-01")] })).toEqual(
    at("2026-04-01"),
  );
  expect(reached("referrals", 2n, { ...facts, referrals: [at("2026-04-01")] })).toBe(null);
});

test("how far it is to one is told in its own measure", () => {
  const facts = bought(["2025-03-01", 300], ["2026-01-01", 250], ["2026-02-01", 0]);
  const to = (kind: "orders" | "spend" | "reviews" | "years") =>
    amountIn({ kind }, facts, "UTC", now);
  expect(to("orders")).toBe(2n);
  expect(to("spend")).toBe(550n);
  expect(to("reviews")).toBe(0n);
  expect(to("years")).toBe(1n);
  expect(amountIn({ kind: "years" }, bought(), "UTC", now)).toBe(0n);
});

test("two orders of one moment are two", () => {
  const [one, other] = bought(["2026-01-01", 10], ["2026-01-01", 20]).gains;
  const part = { ...one!, knownAt: at("2026-01-05"), orders: 0n, spend: 5n };
  const { gains } = asIfNeverGained({ gains: [one!, other!], losses: [part] });
  expect(reached("orders", 2n, { ...bought(), gains })).toEqual(at("2026-01-01"));
});

test("one year as a customer is a year after the first order", () => {
  expect(reached("years", 1n, bought(["2025-11-24", 10]))).toEqual(at("2026-11-24"));
  expect(reached("years", 1n, bought(["2025-11-25", 10]))).toBe(null);
  expect(reached("years", 1n, bought())).toBe(null);
});

test("a challenge counts what is done within it: from its first moment to before its last", () => {
  const challenge: Challenge = {
    id: "one",
    name: "Two in March",
    goal: { kind: "orders", target: 2n },
    points: 50n,
    startsAt: at("2026-03-01"),
    endsAt: at("2026-04-01"),
    active: true,
  };
  const facts = bought(["2026-02-28", 10], ["2026-03-01", 10], ["2026-04-01", 10]);
  expect(progressIn(challenge, facts)).toEqual({ progress: 1n, reachedAt: null });
  const more = { ...facts, gains: [...facts.gains, ...bought(["2026-03-09", 5]).gains] };
  expect(progressIn(challenge, more)).toEqual({ progress: 2n, reachedAt: at("2026-03-09") });
});

test("a streak is months in a row, and ends when a whole month passes without an order", () => {
  const months = ["2026-01", "2025-12", "2026-02", "2026-02", "2025-09", "2025-10"];
  expect(streakOf(months, "2026-03")).toEqual({ current: 3, best: 3, lastMonth: "2026-02" });
  expect(streakOf(months, "2026-04")).toEqual({ current: 0, best: 3, lastMonth: "2026-02" });
  expect(streakOf([], "2026-04")).toBe(null);
  expect(streakOf(["2025-12", "2026-01", "2026-02"], "2026-04")?.current).toBe(0);
  expect(monthOf(new Date("2026-02-28T23:30:00Z"), "Pacific/Auckland")).toBe("2026-03");
});

test("the ready achievements promise no points", () => {
  const ready = startingAchievements("JPY", () => "id");
  expect(ready.map(({ kind }) => kind)).toContain("years");
  expect(ready.every(({ points }) => points === 0n)).toBe(true);
  expect(ready.find(({ kind }) => kind === "spend")).toMatchObject({
    name: "¥50,000 spent",
    threshold: 50_000n,
  });
});

test("points are paid from when they were promised on; asking for something else is a new promise", () => {
  const since = at("2026-03-01");
  const [first] = startingAchievements("EUR", () => "id");
  const promised = { ...first!, points: 25n, pointsFrom: since };
  expect(paidFrom(null, { points: 0n, threshold: 1n }, now)).toBe(null);
  expect(paidFrom(null, { points: 25n, threshold: 1n }, now)).toEqual(now);
  expect(paidFrom(first!, { points: 25n, threshold: 1n }, now)).toEqual(now);
  expect(paidFrom(promised, { points: 50n, threshold: 1n }, now)).toEqual(since);
  expect(paidFrom(promised, { points: 25n, threshold: 2n }, now)).toEqual(now);
  expect(paidFrom({ ...promised, active: false }, promised, now)).toEqual(now);
  expect(paidFrom(promised, { points: 0n, threshold: 1n }, now)).toBe(null);
});

test("a challenge runs from its first moment to before its last", () => {
  const march = { startsAt: at("2026-03-01"), endsAt: at("2026-04-01") };
  expect(phaseOf(march, at("2026-02-28"))).toBe("upcoming");
  expect(phaseOf(march, march.startsAt)).toBe("running");
  expect(phaseOf(march, march.endsAt)).toBe("over");
});
