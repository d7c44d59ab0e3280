import { describe, expect, test } from "vitest";

import { type EarningRuleValues, parseEarningRule, ruleFormValues } from "./earning-rule.schema.ts";

const shop = { currency: "EUR", timezone: "Europe/Berlin" };

const typed: EarningRuleValues = {
  pointsPerUnit: "2",
  unit: "1.50",
  rounding: "down",
  includeTax: true,
  includeDiscounted: false,
  includeShipping: true,
  includeTips: false,
  includeCustomItems: true,
  giftCards: "when_bought",
  capPoints: "500",
  capPeriod: "week",
  excludedProductIds: ["820982911946154508"],
  customRefunds: "prorate",
  shortfall: "debt",
  debtLimit: "",
  earnsFrom: "2026-03-01",
  excludedCollectionIds: ["11"],
  multipliers: [{ productIds: [], collectionIds: ["12"], times: "1.5" }],
  combination: "multiplied",
  pendingDays: "14",
  guestPoints: "claim",
  expiry: { kind: "rolling", every: "12", unit: "months", activity: ["earn", "redeem"] },
  nearReward: { on: true, percent: "80", days: "30" },
  spentReturn: "full_return",
  pointName: [{ locale: "en", one: "star", other: "stars" }],
};

test("what is typed becomes the rule, in minor units and the shop's days", () => {
  const { settings } = parseEarningRule(typed, shop);

  expect(settings).toMatchObject({
    pointsPerUnit: 2,
    unitMinor: 150n,
    excludedProductIds: [820982911946154508n],
    includeShipping: true,
    giftCards: "when_bought",
    orderCap: { points: 500, period: "week" },
    debtLimit: null,
    earnsFrom: new Date("2026-02-28T23:00:00Z"),
    excludedCollectionIds: [11n],
    multipliers: [{ productIds: [], collectionIds: [12n], multiplierBps: 15_000 }],
    pendingDays: 14,
    expiry: { kind: "rolling", every: 12, unit: "months", activity: ["earn", "redeem"] },
    nearReward: { percent: 80, days: 30 },
    pointName: { en: { one: "star", other: "stars" } },
  });
});

test("the rule comes back as it was typed", () => {
  const { settings } = parseEarningRule(typed, shop);

  expect(settings && ruleFormValues(settings, shop)).toEqual(typed);
});

describe("mistakes are said in words, at their field", () => {
  const errorsOf = (values: Partial<Record<keyof EarningRuleValues, unknown>>) =>
    parseEarningRule({ ...typed, ...values }, shop).errors;

  test.each([
    [{ pointsPerUnit: "" }, "Enter a whole number of points, such as 1."],
    [{ pointsPerUnit: "0" }, "Enter at least 1 point."],
    [{ pointsPerUnit: "100001" }, "Enter at most 100,000 points."],
  ])("%j", (values, message) => {
    expect(errorsOf(values)).toEqual({ pointsPerUnit: message });
  });

  test.each([
    [{ unit: "much" }, "Enter an amount of money, such as 1 or 2.50."],
    [{ unit: "-1" }, "Enter an amount of money, such as 1 or 2.50."],
    [{ unit: "1.005" }, "Enter an amount of money, such as 1 or 2.50."],
    [{ unit: "0.00" }, "Enter an amount above zero."],
    [{ unit: "100000000" }, "Enter a smaller amount."],
  ])("%j", (values, message) => {
    expect(errorsOf(values)).toEqual({ unit: message });
  });

  test.each([
    [
      { multipliers: [{ productIds: [], collectionIds: [], times: "2" }] },
      "multipliers.0.productIds",
    ],
    [
      { multipliers: [{ productIds: ["1"], collectionIds: [], times: "0" }] },
      "multipliers.0.times",
    ],
    [
      { multipliers: [{ productIds: ["1"], collectionIds: [], times: "x" }] },
      "multipliers.0.times",
    ],
    [{ expiry: { ...typed.expiry, every: "0" } }, "expiry.every"],
    [{ expiry: { ...typed.expiry, every: "121" } }, "expiry.every"],
    [{ expiry: { ...typed.expiry, activity: [] } }, "expiry.activity"],
    [{ nearReward: { on: true, percent: "101", days: "30" } }, "nearReward.percent"],
    [{ pendingDays: "-1" }, "pendingDays"],
    [{ pointName: [{ locale: "en", one: " ", other: "stars" }] }, "pointName.0.one"],
  ])("%j", (values, field) => {
    expect(Object.keys(errorsOf(values) ?? {})).toEqual([field]);
  });

  test.each(["-1", "0", "some", "1.5"])("a most of %s points is none", (capPoints) => {
    expect(Object.keys(errorsOf({ capPoints }) ?? {})).toEqual(["capPoints"]);
  });

  test("what is switched off need not be filled in", () => {
    const off = {
      expiry: { ...typed.expiry, kind: "never", every: "" },
      nearReward: { on: false, percent: "", days: "" },
    };
    expect(parseEarningRule({ ...typed, ...off }, shop).settings).toMatchObject({
      expiry: { kind: "never" },
      nearReward: null,
    });
  });

  test("several at once", () => {
    expect(
      Object.keys(errorsOf({ debtLimit: "-5", earnsFrom: "2026-02-30" }) ?? {}).sort(),
    ).toEqual(["debtLimit", "earnsFrom"]);
  });

  test("what no form sends is refused too", () => {
    expect(errorsOf({ rounding: "sideways" })).toHaveProperty("rounding");
    expect(parseEarningRule(null, shop).settings).toBeNull();
  });
});

test("a comma is a decimal point", () => {
  expect(parseEarningRule({ ...typed, unit: "2,5" }, shop).settings).toMatchObject({
    unitMinor: 250n,
  });
});
