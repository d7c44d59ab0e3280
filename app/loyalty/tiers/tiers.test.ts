import fc from "fast-check";
import { expect, test } from "vitest";

import { defaultTerms, startingTiers } from "../program/starting/starting-tiers.ts";
import { tierMultiplierBps } from "./perks.ts";
import { entryChanges, type GivenEntry } from "./entry-rewards/entry-reward.ts";
import { type History, membershipAt } from "./membership.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";
import { progressOf } from "./progress.ts";
import { type Contribution, type Reversal, nothing, type TierFacts } from "./tier-progress.ts";
import { type Condition, type Tier, tierFor, type TierLadder } from "./tier.ts";

const at = (day: string) => new Date(`${day}T10:00:00Z`);
const tier = (id: string, ...conditions: Condition[]): Tier => ({
  id,
  name: id,
  conditions,
  perks: [],
  entryReward: { points: 100n, from: at("2020-01-01") },
});
const spending = (atLeast: bigint): Condition => ({ basis: "spend", atLeast });

const silver = tier("Silver", spending(200n));
const gold = tier("Gold", spending(500n));
const ladder: TierLadder = { ...defaultTerms, timezone: "UTC", tiers: [silver, gold] };
const yearly: TierLadder = { ...ladder, window: { kind: "anniversary" } };

function spent(...gains: [string, number][]): TierFacts {
  return {
    gains: gains.map(([day, spend]) => ({
      ...nothing,
      orders: 1n,
      spend: BigInt(spend),
      at: at(day),
    })),
    losses: [],
  };
}

function given(
  tierId: string,
  state: GivenEntry["state"] = "given",
  day = "2026-01-10",
): GivenEntry {
  return {
    enteredAt: at(day),
    recordId: "ann",
    tierId,
    number: 1,
    state,
    entryKey: `entry.${tierId}`,
    redemptionId: null,
  };
}

function tierAt(facts: TierFacts, day: string, by = ladder): string | null {
  const { membership } = membershipAt(facts, by, at(day));
  return membership.status === "none" ? null : membership.tierId;
}

function statusAt(facts: TierFacts, day: string, by = ladder): string {
  return membershipAt(facts, by, at(day)).membership.status;
}

test("the template: 1, 2 and 5 orders, 500 spent and 1,000 spent, in the shop's currency", () => {
  const tiers = startingTiers("USD", () => "id");
  const named = (orders: bigint, spend: bigint) =>
    tierFor({ orders, spend, points: 0n }, tiers)?.name;
  expect([0n, 1n, 2n, 4n, 5n].map((orders) => named(orders, 0n))).toEqual([
    undefined,
    "New",
    "Loyal",
    "Loyal",
    "VIP",
  ]);
  expect(named(1n, 49_999n)).toBe("New");
  expect(named(1n, 50_000n)).toBe("VIP");
  expect(named(1n, 100_000n)).toBe("Ambassador");
});

test("case 34: points that are spent do not count back: Gold at 500 points, +600, −400 spent → still Gold", () => {
  const byPoints = { ...ladder, tiers: [tier("Gold", { basis: "points", atLeast: 500n })] };
  const earned = { gains: [{ ...nothing, points: 600n, at: at("2026-01-05") }], losses: [] };
  expect(tierAt(earned, "2026-02-01", byPoints)).toBe("Gold");
});

test("case 35: 480 + 40, Gold 500; the 40 is refunded → Silver, as if Gold had never been entered", () => {
  const bought = spent(["2026-01-05", 480], ["2026-01-10", 40]);
  expect(tierAt(bought, "2026-01-11")).toBe("Gold");
  const entered = membershipAt(bought, ladder, at("2026-01-11")).entries;
  expect(entryChanges(entered, [], ladder.tiers).give).toMatchObject([
    { tierId: "Silver", number: 1 },
    { tierId: "Gold", number: 1 },
  ]);

  const refunded = spent(["2026-01-05", 480]);
  expect(tierAt(refunded, "2026-01-20")).toBe("Silver");
  const left = membershipAt(refunded, ladder, at("2026-01-20")).entries;
  const before = [given("Silver", "given", "2026-01-05"), given("Gold")];
  expect(entryChanges(left, before, ladder.tiers)).toEqual({
    give: [],
    surplus: [given("Gold")],
    misdated: [],
  });
});

test("case 35, setting: the tier is kept until its term ends, and then judged without what was refunded", () => {
  const facts: TierFacts = {
    ...spent(["2026-01-05", 480], ["2026-01-10", 40]),
    losses: [{ ...nothing, spend: 40n, at: at("2026-01-10"), knownAt: at("2026-01-20") }],
  };
  expect(tierAt(facts, "2026-01-21", { ...ladder, onRefund: "keep" })).toBe("Gold");
  const byYear: TierLadder = { ...yearly, onRefund: "keep", graceDays: 0 };
  expect(tierAt(facts, "2027-01-09", byYear)).toBe("Gold");
  expect(tierAt(facts, "2027-01-11", byYear)).toBe(null);
});

test("case 36: Gold 3 Mar 2026, now 250, Silver 200 → Silver on 2 Apr 2027", () => {
  const facts = spent(["2025-09-01", 300], ["2026-03-03", 200], ["2026-10-01", 250]);
  expect(tierAt(facts, "2026-03-02", yearly)).toBe("Silver");
  expect(membershipAt(facts, yearly, at("2026-03-03")).membership).toMatchObject({
    status: "member",
    tierId: "Gold",
    since: at("2026-03-03"),
    termEndsAt: new Date("2027-03-03T00:00:00Z"),
  });
  expect(membershipAt(facts, yearly, at("2027-03-03")).membership).toMatchObject({
    status: "grace",
    tierId: "Gold",
    graceEndsAt: new Date("2027-04-02T00:00:00Z"),
  });
  expect(tierAt(facts, "2027-04-01", yearly)).toBe("Gold");
  expect(tierAt(facts, "2027-04-02", yearly)).toBe("Silver");
  expect(membershipAt(facts, yearly, at("2027-04-02"))).toMatchObject({
    membership: { since: new Date("2027-04-02T00:00:00Z") },
    endedAt: new Date("2027-04-02T00:00:00Z"),
  });
});

test("case 36: what is bought in the days of grace keeps the tier for another year", () => {
  const facts = spent(["2026-03-03", 500], ["2026-10-01", 250], ["2027-03-20", 250]);
  expect(statusAt(facts, "2027-03-10", yearly)).toBe("grace");
  expect(membershipAt(facts, yearly, at("2027-03-21")).membership).toMatchObject({
    status: "member",
    tierId: "Gold",
    since: at("2026-03-03"),
    termEndsAt: new Date("2028-03-03T00:00:00Z"),
  });
});

test("case 36, settings: no grace, or a calendar year, judged by the year that has ended", () => {
  const facts = spent(["2025-09-01", 300], ["2026-03-03", 200], ["2026-10-01", 250]);
  expect(tierAt(facts, "2027-03-03", { ...yearly, graceDays: 0 })).toBe("Silver");

  const byYear: TierLadder = { ...ladder, window: { kind: "calendar" } };
  const reached = spent(["2026-12-30", 600]);
  expect(tierAt(reached, "2027-12-31", byYear)).toBe("Gold"); // Reached in 2026: all of 2027 is theirs.
  expect(statusAt(reached, "2028-01-01", byYear)).toBe("grace");
  expect(tierAt(reached, "2028-01-30", byYear)).toBe("Gold");
  expect(tierAt(reached, "2028-01-31", byYear)).toBe(null);
});

test("the last 90 days: the tier falls, after the grace, when an order leaves them", () => {
  const rolling: TierLadder = { ...ladder, window: { kind: "rolling", days: 90 } };
  const facts = spent(["2026-01-01", 300], ["2026-02-01", 250]);
  expect(membershipAt(facts, rolling, at("2026-02-01")).membership).toMatchObject({
    tierId: "Gold",
    termEndsAt: new Date("2026-04-01T00:00:00Z"), // 90 days: 1 January to 31 March.
  });
  expect(statusAt(facts, "2026-03-31", rolling)).toBe("member");
  expect(statusAt(facts, "2026-04-01", rolling)).toBe("grace");
  expect(tierAt(facts, "2026-04-30", rolling)).toBe("Gold");
  expect(tierAt(facts, "2026-05-01", rolling)).toBe("Silver"); // The last day of the other order, and 30 more.
  expect(tierAt(facts, "2026-05-31", rolling)).toBe("Silver");
  expect(tierAt(facts, "2026-06-01", rolling)).toBe(null);
  const more = spent(["2026-01-01", 300], ["2026-02-01", 250], ["2026-04-20", 260]);
  expect(statusAt(more, "2026-04-21", rolling)).toBe("member");
});

test("terms end by the shop's day", () => {
  const auckland = { ...yearly, timezone: "Pacific/Auckland" };
  const facts = {
    gains: [{ ...nothing, spend: 500n, at: new Date("2026-03-03T12:00:00Z") }],
    losses: [],
  };
  expect(membershipAt(facts, auckland, at("2026-04-01")).membership).toMatchObject({
    termEndsAt: new Date("2027-03-03T11:00:00Z"), // Midnight of 4 March.
  });
});

test("tiers that are switched off have no members", () => {
  expect(tierAt(spent(["2026-01-01", 900]), "2026-01-02", { ...ladder, active: false })).toBe(null);
});

test("an entry is paid once, also after the tier was lost and entered again by other orders", () => {
  const facts = spent(["2026-01-01", 500], ["2028-01-01", 500]);
  const { entries } = membershipAt(facts, yearly, at("2028-02-01"));
  expect(entries.map(({ tierId }) => tierId)).toEqual(["Gold", "Gold"]);
  const before = [given("Gold", "given", "2026-01-01")];
  expect(entryChanges(entries, before, ladder.tiers).give).toMatchObject([
    { number: 2, at: at("2028-01-01") },
  ]);
});

test("what was given for another day than it turns out to be for is dated anew, and what two had who are one goes once", () => {
  const entries = [{ tierId: "Gold", at: at("2026-01-05") }];
  const late = given("Gold", "given", "2026-01-10");
  expect(entryChanges(entries, [late], ladder.tiers)).toEqual({
    give: [],
    surplus: [],
    misdated: [{ entry: late, at: at("2026-01-05") }],
  });
  const early = given("Gold", "given", "2026-01-05");
  for (const both of [
    [early, late],
    [late, early],
  ])
    expect(entryChanges(entries, both, ladder.tiers)).toEqual({
      give: [],
      surplus: [late],
      misdated: [],
    });
});

test("entries before the reward was set pay nothing", () => {
  const later = { ...gold, entryReward: { points: 100n, from: at("2026-06-01") } };
  const entries = [{ tierId: "Gold", at: at("2026-05-01") }];
  expect(entryChanges(entries, [], [silver, later]).give).toEqual([]);
});

test("what a change of the terms left over is kept, and counts when the tier is entered again", () => {
  const kept = [given("Gold", "kept")];
  const nothingToDo = { give: [], surplus: [], misdated: [] };
  expect(entryChanges([], kept, ladder.tiers)).toEqual(nothingToDo);
  const again = [{ tierId: "Gold", at: at("2026-07-01") }];
  expect(entryChanges(again, kept, ladder.tiers)).toEqual(nothingToDo);
});

test("progress: what is missing by each way, and the nearest", () => {
  const tiers = startingTiers("USD", () => "id").map((one) => ({ ...one, id: one.name }));
  const progress = progressOf({ orders: 4n, spend: 30_000n, points: 0n }, tiers, "Loyal");
  expect(progress).toMatchObject({
    tierId: "VIP",
    steps: [
      { basis: "orders", missing: 1n },
      { basis: "spend", missing: 20_000n },
    ],
    nearest: { basis: "orders", have: 4n, atLeast: 5n, missing: 1n },
  });
  expect(progressOf(nothing, tiers, "Ambassador")).toBe(null);
  expect(progressOf(nothing, tiers, null)?.name).toBe("New");
});

test("the best multiplier of a tier counts, and one without any earns as everybody", () => {
  expect(tierMultiplierBps([])).toBe(10_000);
  expect(
    tierMultiplierBps([
      { kind: "text", text: "A card at Christmas" },
      { kind: "multiplier", multiplierBps: 12_500 },
      { kind: "multiplier", multiplierBps: 15_000 },
    ]),
  ).toBe(15_000);
});

const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 3_000);
const days = fc.integer({ min: 0, max: 1_500 });
const anyFacts = fc.record({
  gains: fc.array(
    fc
      .record({ day: days, spend: fc.integer({ min: 1, max: 400 }) })
      .map(({ day, spend }): Contribution => ({
        orders: 1n,
        spend: BigInt(spend),
        points: BigInt(spend),
        at: dayAfter(day),
      })),
    { maxLength: 14 },
  ),
  losses: fc.constant<Reversal[]>([]),
});
const anyLadder = fc
  .record({
    window: fc.oneof(
      fc.constant({ kind: "lifetime" } as const),
      fc.constant({ kind: "calendar" } as const),
      fc.constant({ kind: "anniversary" } as const),
      fc.integer({ min: 1, max: 400 }).map((count) => ({ kind: "rolling" as const, days: count })),
    ),
    graceDays: fc.constantFrom(0, 30),
    timezone: fc.constantFrom("UTC", "America/New_York", "Pacific/Auckland"),
  })
  .map((terms): TierLadder => ({ ...ladder, ...terms }));

function dayAfter(day: number): Date {
  return new Date(Date.UTC(2022, 0, 1, 10) + day * 24 * 3600_000);
}

test(`any order of the facts gives the same membership (${RUNS} stories)`, () => {
  assertRandomly(
    fc.property(
      anyFacts.chain((facts) =>
        fc.tuple(
          fc.constant(facts),
          fc.shuffledSubarray(facts.gains, { minLength: facts.gains.length }),
        ),
      ),
      anyLadder,
      days,
      ([facts, shuffled], by, day) => {
        const inOrder = membershipAt(facts, by, dayAfter(day));
        expect(membershipAt({ ...facts, gains: shuffled }, by, dayAfter(day))).toEqual(inOrder);
      },
    ),
    RUNS,
  );
});

test(`looking more often changes nothing, and a deadline is what the next look finds (${RUNS} stories)`, () => {
  assertRandomly(
    fc.property(anyFacts, anyLadder, days, days, (facts, by, a, b) => {
      const [first, second] = [dayAfter(Math.min(a, b)), dayAfter(Math.max(a, b))];
      const until = { ...facts, gains: facts.gains.filter((gain) => gain.at <= first) };
      const before = membershipAt(until, by, first);
      const due = deadlineOf(before);
      const quiet = facts.gains.every((gain) => gain.at <= first || gain.at > second);
      const after = membershipAt(facts, by, second);
      if (quiet && (due === null || due > second)) expect(after).toEqual(before);
      if (quiet && due !== null && due <= second) expect(after).not.toEqual(before);
    }),
    RUNS,
  );
});

function deadlineOf({ membership }: History): Date | null {
  if (membership.status === "none") return null;
  return membership.status === "grace" ? membership.graceEndsAt : membership.termEndsAt;
}

test(`by a whole life's sums, more never means less (${RUNS} stories)`, () => {
  assertRandomly(
    fc.property(anyFacts, anyFacts, days, (facts, more, day) => {
      const place = (some: TierFacts) => {
        const { membership } = membershipAt(some, ladder, dayAfter(day));
        return ladder.tiers.findIndex(
          ({ id }) => membership.status !== "none" && id === membership.tierId,
        );
      };
      const both = { gains: [...facts.gains, ...more.gains], losses: [] };
      expect(place(both)).toBeGreaterThanOrEqual(place(facts));
    }),
    RUNS,
  );
});
