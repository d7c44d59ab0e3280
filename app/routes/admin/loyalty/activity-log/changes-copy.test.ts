import { expect, test } from "vitest";

import { formatsFor } from "#app/ui/format/formats.ts";

import { changesInWords } from "./changes-copy.ts";

const formats = formatsFor({ currency: "EUR", timezone: "UTC", now: "2026-11-23T12:00:00Z" });
const gold = "018f0000-0000-7000-8000-000000000001";
const five = "018f0000-0000-7000-8000-000000000002";
const wording = { ...formats, names: { [gold]: "Gold", [five]: "5 off" } };

const changes = (before: object | null, after: object | null) =>
  changesInWords(
    before as Record<string, unknown> | null,
    after as Record<string, unknown> | null,
    wording,
  ).map(({ field, from, to }) => `${field}: ${from} → ${to}`);

test("moments are told by the shop's clock, switches by yes and no", () => {
  expect(
    changes(
      { endsAt: "2026-12-28T23:00:00.000Z", active: true },
      { endsAt: "2026-11-28T14:09:00.000Z", active: false },
    ),
  ).toEqual(["Ends: 28 Dec 2026, 23:00 → 28 Nov 2026, 14:09", "Active: yes → no"]);
});

test("money, shares and choices are those of the forms", () => {
  expect(
    changes(
      { unitMinor: "100", rounding: "down", multiplierBps: 10_000, percentBps: 1_000 },
      { unitMinor: "250", rounding: "half_up", multiplierBps: 15_000, percentBps: 1_250 },
    ),
  ).toEqual([
    "For each amount spent: €1.00 → €2.50",
    "Rounding: down → to the nearest point",
    "Points multiplier: 1× → 1.5×",
    "Percent off: 10% → 12.5%",
  ]);
});

test("of a list only what differs is said, by the name of each", () => {
  const silver = { id: five, name: "Silver", conditions: [{ basis: "orders", atLeast: "2" }] };
  const before = {
    tiers: [silver, { id: gold, name: "Gold", conditions: [{ basis: "spend", atLeast: "50000" }] }],
  };
  const after = {
    tiers: [
      silver,
      {
        id: gold,
        name: "Gold",
        conditions: [{ basis: "spend", atLeast: "60000" }],
        perks: [{ kind: "free_shipping", minimumMinor: "2000" }],
        entryReward: { rewardId: five, from: "2026-11-23T12:00:00.000Z" },
      },
    ],
  };
  expect(changes(before, after)).toEqual([
    "Tiers, Gold, Conditions: €500.00 spent → €600.00 spent",
    "Tiers, Gold, Perks, Free shipping, Minimum order: none → €20.00",
    "Tiers, Gold, Entry reward: none → 5 off",
  ]);
});

test("what is chosen together is one line, and ids are names or numbers of things", () => {
  expect(
    changes(
      { expiry: { kind: "never" }, tierIds: [], excludedProductIds: ["1"] },
      {
        expiry: { kind: "rolling", every: 12, unit: "months", activity: ["earn", "redeem"] },
        tierIds: [gold],
        excludedProductIds: ["1", "2"],
      },
    ),
  ).toEqual([
    "Points expiry: never → 12 months after the customer last did something (earn, redeem)",
    "Products that earn nothing: 1 product → 2 products",
    "Tiers: none → Gold",
  ]);
  expect(changes(null, { past: { kind: "all" }, rewardId: gold.replace("1", "9") })).toEqual([
    "Past orders: null → all count",
    "Reward: null → one that is no longer there",
  ]);
});

test("nothing is told as JSON, whatever is stored", () => {
  const told = changes(
    { a: { b: [{ c: { d: [1, { e: "f" }] } }] }, words: { en: { mail: "Hi" } } },
    { a: { b: [{ c: { d: [2, { e: "g" }] } }] }, words: { en: { mail: "Hello" } } },
  );
  expect(told).toContain("Words, En, Mail: Hi → Hello");
  expect(told.join()).not.toMatch(/[{}[\]"]/);
});
