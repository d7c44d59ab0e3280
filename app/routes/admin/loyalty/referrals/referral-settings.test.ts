import { expect, test } from "vitest";

import { startingReferrals } from "#app/loyalty/referrals/referral-program.ts";

import { parseReferrals, referralFormValues } from "./referral-settings.schema.ts";

const choices = {
  currency: "GBP",
  advocateRewards: [{ id: "mug" }],
  friendRewards: [{ id: "five-off" }],
};

test("what is kept is typed and read back the same", () => {
  const settings = {
    ...startingReferrals,
    active: true,
    friendReward: { rewardId: "five-off" },
    minimumMinor: 5_000n,
    bonuses: [{ referrals: 3, points: 500n }],
    words: { de: { mail: "Schau: {link}", whatsapp: "" } },
  };
  const typed = referralFormValues(settings, "GBP");
  expect(typed.minimum).toBe("50.00");
  expect(parseReferrals(typed, choices)).toEqual({ settings, errors: null });
});

test("each field says what is wrong with it", () => {
  const typed = {
    ...referralFormValues(startingReferrals, "GBP"),
    advocate: { kind: "points", points: "many", rewardId: "" },
    friend: { kind: "reward", points: "", rewardId: "mug" },
    minimum: "5.001",
    attributionDays: "0",
    bonuses: [{ referrals: "0", points: "5" }],
  };
  expect(parseReferrals(typed, choices).errors).toEqual({
    "advocate.points": "Enter a whole number of points, such as 200.",
    "friend.rewardId": "Choose one of your rewards.",
    minimum: "Enter an amount of money, or leave this empty.",
    attributionDays: "Enter at least 1.",
    "bonuses.0.referrals": "Enter at least 1 friend.",
  });
});

test("bonuses are put in order, and no number twice", () => {
  const typed = referralFormValues(startingReferrals, "GBP");
  const bonus = (referrals: string) => ({ referrals, points: "5" });
  const read = (...numbers: string[]) =>
    parseReferrals({ ...typed, bonuses: numbers.map(bonus) }, choices);
  expect(read("5", "3").settings?.bonuses.map(({ referrals }) => referrals)).toEqual([3, 5]);
  expect(read("3", "3").errors).toEqual({
    bonuses: "Two bonuses are for the same number of friends.",
  });
});
