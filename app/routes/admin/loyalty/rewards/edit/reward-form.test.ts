import { expect, test } from "vitest";

import { startingRewards } from "#app/loyalty/program/starting/starting-rewards.ts";

import {
  newReward,
  parseReward,
  rewardFormValues,
  type RewardValues,
} from "./reward-form.schema.ts";

const parse = (changes: Partial<RewardValues>, currency = "GBP") =>
  parseReward({ ...newReward, name: "Five off", ...changes }, currency);

test("what is typed becomes a reward, in the shop's own money", () => {
  expect(parse({ amount: "7,50", minimum: "20" }).reward).toMatchObject({
    cost: 500n,
    amountMinor: 750n,
    percentBps: null,
    minimumMinor: 2_000n,
    validDays: 90,
    limitCount: null,
  });
  expect(parse({ amount: "750" }, "JPY").reward).toMatchObject({ amountMinor: 750n });
});

test("the rewards that a shop starts with are what their form would save", () => {
  for (const reward of startingRewards("EUR"))
    expect(parse(rewardFormValues(reward, "EUR"), "EUR").reward).toMatchObject(reward);
});

test("what another kind would need is neither kept nor complained of", () => {
  const { reward } = parse({ kind: "percentage", percent: "12.5", amount: "lots" });
  expect(reward).toMatchObject({ percentBps: 1_250, amountMinor: null });
  expect(parse({ kind: "store_credit", minimum: "what?" }).reward).toMatchObject({
    amountMinor: 500n,
    minimumMinor: null,
  });
});

test.each([
  [{ name: " " }, "name"],
  [{ cost: "0" }, "cost"],
  [{ cost: "1.5" }, "cost"],
  [{ amount: "" }, "amount"],
  [{ amount: "5.001" }, "amount"],
  [{ kind: "percentage", percent: "101" }, "percent"],
  [{ kind: "free_product" }, "productIds"],
  [{ goodFor: "collections" }, "collectionIds"],
  [{ minimum: "-5" }, "minimum"],
  [{ validDays: "0" }, "validDays"],
  [{ limitCount: "some" }, "limitCount"],
] satisfies [Partial<RewardValues>, string][])("%j is an error at its field", (changes, field) => {
  expect(Object.keys(parse(changes).errors ?? {})).toEqual([field]);
});
