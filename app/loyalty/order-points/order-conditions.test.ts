import { expect, test } from "vitest";

import {
  earnedBefore,
  giftCardPaid,
  loyaltyPaid,
  type OrderSurroundings,
  type PaidOrder,
  paymentsUnread,
} from "./order-conditions.ts";

const NOON = new Date("2026-11-10T12:00:00Z");
const hours = (count: number) => new Date(NOON.getTime() + count * 3600_000);

const order: PaidOrder = {
  id: 10n,
  customerId: "ann",
  countsAt: NOON,
  paidWithCredit: true,
  creditsPaid: null,
};
const paidBy = (storeCredit: string, giftCards: [string | null, string][] = []): PaidOrder => ({
  ...order,
  creditsPaid: { storeCredit, giftCards: giftCards.map(([id, minor]) => ({ id, minor })) },
});
const nothing: OrderSurroundings = {
  hasCreditRewards: false,
  rewardCards: new Set(),
  creditRewards: [],
  creditUses: [],
  awards: [],
};
const reward = (minor: bigint, issuedAt = hours(-5), customerId = "ann") => ({
  customerId,
  issuedAt,
  minor,
});
const placed = (id: bigint, countsAt: Date, customerId = "ann") => ({
  id,
  countsAt,
  customerId,
});

test.each([
  ["nobody got any as a reward, and cards earn when they are spent", order, false, false, false],
  ["somebody got one as a reward", order, false, true, true],
  ["gift cards earn when they are bought", order, true, false, true],
  ["they were read", paidBy("0"), true, true, false],
  ["it was paid with money", { ...order, paidWithCredit: false }, true, true, false],
])("payments are still to be read: %s", (_, paid, whenBought, hasCreditRewards, is) => {
  expect(paymentsUnread(paid, whenBought, { hasCreditRewards })).toBe(is);
});

test("gift cards that were rewards are told from those that were bought; of an unknown one nobody can say it was a reward", () => {
  const paid = paidBy("0", [
    ["1", "500"],
    ["2", "300"],
    [null, "40"],
  ]);
  const surroundings = { ...nothing, rewardCards: new Set(["1"]) };
  expect(giftCardPaid(paid, surroundings)).toBe(340n);
  expect(loyaltyPaid(paid, surroundings)).toBe(500n);
  expect(giftCardPaid(order, surroundings)).toBe(0n);
  expect(loyaltyPaid(order, surroundings)).toBe(0n);
});

test.each<[string, Partial<OrderSurroundings>, bigint]>([
  ["no reward", {}, 0n],
  ["a reward of less", { creditRewards: [reward(300n)] }, 300n],
  ["a reward of more", { creditRewards: [reward(900n)] }, 400n],
  ["two rewards", { creditRewards: [reward(100n), reward(200n)] }, 300n],
  ["a reward of the same moment", { creditRewards: [reward(300n, NOON)] }, 300n],
  ["a reward that came later", { creditRewards: [reward(300n, hours(1))] }, 0n],
  ["somebody else's reward", { creditRewards: [reward(300n, NOON, "bob")] }, 0n],
  [
    "a part was used before, as was credit of another kind",
    {
      creditRewards: [reward(500n)],
      creditUses: [
        { ...placed(11n, hours(-1)), minor: 150n },
        { ...placed(9n, NOON), minor: 50n }, // At once, with a smaller number.
        { ...placed(10n, NOON), minor: 400n }, // Itself.
        { ...placed(11n, NOON), minor: 400n },
        { ...placed(8n, hours(-1), "bob"), minor: 400n },
      ],
    },
    300n,
  ],
  [
    "more was used before than rewards gave",
    { creditRewards: [reward(100n)], creditUses: [{ ...placed(1n, hours(-1)), minor: 900n }] },
    0n,
  ],
])("400 of store credit, %s", (_, some, paid) => {
  expect(loyaltyPaid(paidBy("400"), { ...nothing, ...some })).toBe(paid);
});

test.each([
  [null, "UTC", 0n],
  ["day", "UTC", 3n],
  // In Auckland it is one in the morning of the 11th.
  ["day", "Pacific/Auckland", 1n],
  ["month", "UTC", 7n],
] as const)("what the orders before it in its %s in %s give", (period, timezone, points) => {
  const awards = [
    { ...placed(1n, hours(-24 * 20)), posted: 100n },
    { ...placed(2n, hours(-24)), posted: 4n },
    { ...placed(3n, hours(-12)), posted: 2n },
    { ...placed(9n, NOON), posted: 1n },
    { ...placed(10n, NOON), posted: 50n },
    { ...placed(11n, NOON), posted: 50n },
    { ...placed(4n, hours(-1), "bob"), posted: 50n },
  ];
  expect(earnedBefore(order, period && { period }, timezone, { awards })).toBe(points);
});
