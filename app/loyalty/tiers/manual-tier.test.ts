import { expect, test } from "vitest";

import { defaultTerms } from "../program/starting/starting-tiers.ts";
import { type ManualTier, type RatedFacts, tierHistoryAt, tiersBefore } from "./manual-tier.ts";
import { nothing } from "./tier-progress.ts";
import type { Tier, TierLadder } from "./tier.ts";

const at = (day: string) => new Date(`${day}T10:00:00Z`);
const tier = (id: string, atLeast: bigint): Tier => ({
  id,
  name: id,
  conditions: [{ basis: "spend", atLeast }],
  perks: [],
  entryReward: { points: 100n, from: at("2020-01-01") },
});
const tiers = [tier("Silver", 200n), tier("Gold", 500n), tier("Platinum", 900n)];
const ladder: TierLadder = { ...defaultTerms, timezone: "UTC", tiers };
const yearly: TierLadder = { ...ladder, window: { kind: "anniversary" } };

function manual(tierId: string, since: string, until: string | null = null): ManualTier {
  return { tierId, since: at(since), until: until === null ? null : at(until), welcomes: true };
}

function facts(gains: [string, number][], ...given: ManualTier[]): RatedFacts {
  const spent = gains.map(([day, spend]) => ({ ...nothing, spend: BigInt(spend), at: at(day) }));
  return { gains: spent, losses: [], manual: given };
}

function tierAt(known: RatedFacts, day: string, by = ladder): string | null {
  const { membership } = tierHistoryAt(known, by, at(day));
  return membership.status === "none" ? null : membership.tierId;
}

function entered(known: RatedFacts, day: string, by = ladder): string[] {
  return tierHistoryAt(known, by, at(day)).entries.map(({ tierId }) => tierId);
}

test("Gold by hand until June is Gold until June, then what was earned by then", () => {
  const known = facts([["2026-02-01", 250]], manual("Gold", "2026-03-01", "2026-06-01"));
  const days = ["2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01"];
  expect(days.map((day) => tierAt(known, day))).toEqual(["Silver", "Gold", "Gold", "Silver"]);
  const { membership } = tierHistoryAt(known, ladder, at("2026-04-01"));
  expect(membership).toMatchObject({ status: "member", termEndsAt: at("2026-06-01") });
  expect(tierHistoryAt(known, ladder, at("2026-07-01")).byHandEndedAt).toEqual(at("2026-06-01"));
});

test("a higher tier that is earned meanwhile counts, and a lower one given by hand takes nothing away", () => {
  const rising = facts([["2026-04-01", 950]], manual("Gold", "2026-03-01"));
  expect(tierAt(rising, "2026-04-02")).toBe("Platinum");
  const lower = facts([["2026-02-01", 600]], manual("Silver", "2026-03-01"));
  expect(tierAt(lower, "2026-03-02")).toBe("Gold");
});

test("a tier whose term has ended is kept by hand, and not left for grace", () => {
  const known = facts([["2026-01-10", 600]], manual("Gold", "2026-06-01", "2028-01-01"));
  const { membership } = tierHistoryAt(known, yearly, at("2027-01-20"));
  expect(membership).toMatchObject({
    status: "member",
    tierId: "Gold",
    since: at("2026-01-10"),
    termEndsAt: at("2028-01-01"),
  });
  expect(tierAt(known, "2028-01-01", yearly)).toBe(null);
});

test("it is entered once: given, earned meanwhile, taken away, given again", () => {
  const known = facts(
    [["2026-04-01", 520]],
    manual("Gold", "2026-03-01", "2026-05-01"),
    manual("Gold", "2026-06-01"),
  );
  expect(entered(known, "2026-07-01")).toEqual(["Gold"]);
  expect(tierHistoryAt(known, ladder, at("2026-07-01")).entries[0]?.at).toEqual(at("2026-03-01"));
});

test("who has earned a tier before does not enter it by hand; who has earned a higher one neither", () => {
  const again = facts([["2026-01-10", 600]], manual("Gold", "2027-06-01"));
  expect(entered(again, "2027-07-01", yearly)).toEqual(["Gold"]);
  const above = facts([["2026-01-10", 950]], manual("Silver", "2026-06-01"));
  expect(entered(above, "2026-07-01")).toEqual(["Platinum"]);
});

test("what a file brought over welcomes nobody", () => {
  const brought = { ...manual("Gold", "2026-03-01"), welcomes: false };
  expect(entered(facts([["2026-04-01", 520]], brought), "2026-05-01")).toEqual([]);
  expect(tierAt(facts([], brought), "2026-05-01")).toBe("Gold");
});

test("orders are made in the tier that was held by hand then, whatever is known now", () => {
  const known = facts([], manual("Gold", "2026-03-01", "2026-06-01"));
  const moments = ["2026-03-01", "2026-03-02", "2026-06-01", "2026-06-02"].map(at);
  const was = tiersBefore(known, ladder, moments).map((one) =>
    one.status === "none" ? null : one.tierId,
  );
  expect(was).toEqual([null, "Gold", "Gold", null]);
});

test("a tier that the shop has deleted, or switched off with all others, is held by nobody", () => {
  expect(tierAt(facts([], manual("Bronze", "2026-03-01")), "2026-04-01")).toBe(null);
  const off = { ...ladder, active: false };
  expect(tierAt(facts([], manual("Gold", "2026-03-01")), "2026-04-01", off)).toBe(null);
});
