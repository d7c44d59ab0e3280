import { expect, test } from "vitest";

import { RewardInput } from "./reward.schema.ts";
import { startingRewards } from "../program/starting/starting-rewards.ts";

const five = { name: "5 off", kind: "amount", cost: "500", amountMinor: "500" };

/** What is wrong with a reward, by field. */
function problems(traits: object): Record<string, string> {
  const parsed = RewardInput.safeParse({ ...five, ...traits });
  const issues = parsed.success ? [] : parsed.error.issues;
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}

test("what a merchant leaves out has a sensible meaning", () => {
  expect(RewardInput.parse(five)).toMatchObject({
    cost: 500n,
    amountMinor: 500n,
    validDays: null,
    codes: "personal",
    onLapse: "return",
    limitCount: null,
    tierIds: [],
    combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
  });
});

test.each([
  [{ name: " " }, "name", "Give the reward a name."],
  [{ kind: "car" }, "kind", "Choose what the reward is."],
  [{ cost: 0 }, "cost", "A reward has to cost at least 1 point."],
  [{ cost: "5.5" }, "cost", "Use a whole number."],
  [{ amountMinor: null }, "amountMinor", "Say how much is taken off."],
  [{ kind: "percentage" }, "percentBps", "Say how many percent."],
  [{ kind: "percentage", percentBps: 10_001 }, "percentBps", "Use at most 100 %."],
  [{ kind: "free_product" }, "productIds", "Choose the one product that is free."],
  [{ kind: "gift_card", amountMinor: null }, "amountMinor", "Say what the card is worth."],
  [{ validDays: 0 }, "validDays", "Let a reward be good for at least 1 day."],
  [
    { productIds: ["1"], collectionIds: ["2"] },
    "collectionIds",
    "Limit it to products or to collections, not to both.",
  ],
])("%j is told about in plain words", (traits, field, message) => {
  expect(problems(traits)).toEqual({ [field]: message });
});

test("what its kind does not need is dropped", () => {
  const credit = { kind: "store_credit", minimumMinor: 5_000, codes: "shared", productIds: ["1"] };
  expect(RewardInput.parse({ ...five, ...credit })).toMatchObject({
    minimumMinor: null,
    codes: "personal",
    productIds: [],
  });
  expect(RewardInput.parse({ ...five, kind: "free_shipping" })).toMatchObject({
    amountMinor: null,
  });
});

test("a new shop begins with rewards in its own currency, each of which could have been entered by hand", () => {
  for (const currency of ["USD", "JPY", "KWD"])
    for (const reward of startingRewards(currency))
      expect(RewardInput.parse(reward)).toEqual(reward);
  expect(startingRewards("USD").map(({ name, cost }) => [name, cost])).toEqual([
    ["Free shipping", 400n],
    ["$5 off", 500n],
    ["$10 off", 1_000n],
  ]);
  expect(startingRewards("JPY")[1]).toMatchObject({ name: "¥500 off", amountMinor: 500n });
});
