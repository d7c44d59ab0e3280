import { expect, test } from "vitest";

import { defaultTerms, startingTiers } from "#app/loyalty/program/starting/starting-tiers.ts";
import type { Tier } from "#app/loyalty/tiers/tier.ts";

import { newTier, tiersFormValues } from "./tiers-form-values.ts";
import { parseTiers, type TiersValues, type TierValues } from "./tiers-form.schema.ts";

const ids = ["1", "2", "3", "4"].map((digit) => `0190d6c0-0000-7000-8000-00000000000${digit}`);
const newIds = () => {
  const left = [...ids];
  return () => left.shift() ?? "";
};
const typed = tiersFormValues(
  { terms: defaultTerms, tiers: startingTiers("EUR", newIds()) },
  "EUR",
);
const parse = (values: TiersValues) => parseTiers(values, "EUR");
const withTier = (index: number, changes: Partial<TierValues>): TiersValues => ({
  ...typed,
  tiers: typed.tiers.map((tier, at) => (at === index ? { ...tier, ...changes } : tier)),
});

test("the tiers that a shop starts with are what their form would save", () => {
  const tiers = startingTiers("EUR", newIds());
  expect(parse(typed).settings).toEqual({ ...defaultTerms, tiers });
});

test("all that members have survives the form", () => {
  const perks: Tier["perks"] = [
    { kind: "multiplier", multiplierBps: 15_000 },
    { kind: "discount", percentBps: 750, minimumMinor: "2000" },
    { kind: "free_shipping", minimumMinor: null },
    { kind: "early_access", hours: 24 },
    { kind: "exclusive_products", productIds: ["7"], collectionIds: [] },
    { kind: "text", text: "A card at Christmas" },
    { kind: "text", text: "A friendly word" },
  ];
  const [first] = startingTiers("EUR", newIds());
  const tiers = first ? [{ ...first, perks }] : [];
  const shown = tiersFormValues({ terms: defaultTerms, tiers }, "EUR");
  expect(shown.tiers[0]).toMatchObject({ multiplier: "1.5", discountMinimum: "20.00" });
  expect(parse(shown).settings?.tiers[0]?.perks).toEqual(perks);
});

test.each([
  [withTier(1, { name: "" }), "tiers.1.name"],
  [withTier(1, { name: "vip" }), "tiers.2"],
  [withTier(1, { orders: "few" }), "tiers.1.orders"],
  [withTier(1, { orders: "" }), "tiers.1"],
  [withTier(2, { orders: "2" }), "tiers.2"],
  [withTier(2, { multiplier: "0.5" }), "tiers.2.multiplier"],
  [withTier(2, { discount: "none" }), "tiers.2.discount"],
  [withTier(0, { entry: { kind: "points", points: "0", rewardId: "" } }), "tiers.0.entry.points"],
  [{ ...typed, graceDays: "400" }, "graceDays"],
  [{ ...typed, window: "rolling" as const, windowDays: "" }, "windowDays"],
  [{ ...typed, tiers: [] }, "tiers"],
])("what cannot be is said where it is: %#", (values, field) => {
  expect(Object.keys(parse(values).errors ?? {})).toEqual([field]);
});

test("a field that may be empty says what is wrong with what is in it", () => {
  const { errors } = parse(withTier(1, { orders: "few", spend: "0", multiplier: "11" }));
  expect(errors).toEqual({
    "tiers.1.orders": "Enter a number of orders.",
    "tiers.1.spend": "Enter an amount above zero.",
    "tiers.1.multiplier": "Enter at most 10.",
  });
});

test("the days that are counted only matter where days are counted", () => {
  expect(parse({ ...typed, windowDays: "many" }).errors).toBeNull();
});

test("each new tier of a form is told from the others", () => {
  const one = newTier(typed.tiers);
  const two = newTier([...typed.tiers, one]);
  expect(newTier([...typed.tiers, two]).key).not.toBe(two.key);
  expect(one.key).not.toBe(two.key);
});
