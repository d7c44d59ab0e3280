import { expect, test } from "vitest";

import { type Asking, mayRedeem } from "./eligibility.ts";
import { combinesWithNothing, type Reward } from "./reward.ts";

const reward: Reward = {
  id: "r",
  name: "5 off",
  kind: "amount",
  active: true,
  position: 0,
  cost: 500n,
  amountMinor: 500n,
  percentBps: null,
  productIds: [],
  collectionIds: [],
  minimumMinor: null,
  combinesWith: combinesWithNothing,
  validDays: 90,
  codes: "personal",
  onLapse: "return",
  limitCount: null,
  limitPeriod: "ever",
  tierIds: [],
  version: 1,
};
const ann: Asking = {
  available: 500n,
  tierId: null,
  cartMinor: null,
  past: [],
  now: new Date("2026-03-31T22:30:00Z"),
  timezone: "Europe/Berlin",
};

test("points that are enough, and points that are not", () => {
  expect(mayRedeem(reward, ann)).toEqual({ may: true });
  expect(mayRedeem(reward, { ...ann, available: 460n })).toEqual({
    may: false,
    reason: { code: "not_enough_points", missing: "40" },
  });
});

test("case 23: a cart of 30 does not meet a minimum of 50, whatever the points", () => {
  const above50 = { ...reward, minimumMinor: 5_000n };
  const reason = { code: "below_minimum", minimumMinor: "5000" };
  expect(mayRedeem(above50, { ...ann, cartMinor: 3_000n })).toEqual({ may: false, reason });
  expect(mayRedeem(above50, { ...ann, cartMinor: 5_000n })).toEqual({ may: true });
  // Nobody knows the cart: the code itself asks for the minimum.
  expect(mayRedeem(above50, ann)).toEqual({ may: true });
});

test("a limit counts by the days of the shop", () => {
  const monthly: Reward = { ...reward, limitCount: 1, limitPeriod: "month" };
  // In Berlin it is April already.
  expect(mayRedeem(monthly, { ...ann, past: [new Date("2026-03-31T21:00:00Z")] })).toEqual({
    may: true,
  });
  expect(mayRedeem(monthly, { ...ann, past: [new Date("2026-03-31T22:15:00Z")] })).toEqual({
    may: false,
    reason: { code: "limit_reached", again: "2026-04-30T22:00:00.000Z" },
  });
  const once: Reward = { ...reward, limitCount: 1 };
  expect(mayRedeem(once, { ...ann, past: [new Date("2020-01-01T00:00:00Z")] })).toEqual({
    may: false,
    reason: { code: "limit_reached", again: null },
  });
});

test("a reward of one tier is not for another one, nor for nobody's", () => {
  const gold = { ...reward, tierIds: ["gold"] };
  expect(mayRedeem(gold, { ...ann, tierId: "gold" })).toEqual({ may: true });
  for (const tierId of ["silver", null])
    expect(mayRedeem(gold, { ...ann, tierId })).toEqual({
      may: false,
      reason: { code: "other_tier" },
    });
  expect(mayRedeem({ ...reward, active: false }, ann)).toEqual({
    may: false,
    reason: { code: "not_available" },
  });
});
