import { expect, test } from "vitest";

import { nothingTried, addToTotals, type TriedCustomer } from "./tally.ts";

const customer = (id: string, given: Partial<TriedCustomer>): TriedCustomer => ({
  id,
  tierId: null,
  holds: 0n,
  orders: [],
  ...given,
});

test("points are summed in all, by tier and by month, and people are told apart by what changes for them", () => {
  const tried = addToTotals(nothingTried, [
    customer("ann", {
      tierId: "gold",
      holds: 150n,
      orders: [
        { month: "2026-10", old: 100n, new: 200n },
        { month: "2026-11", old: 50n, new: 100n },
      ],
    }),
    customer("ben", { holds: 10n, orders: [{ month: "2026-11", old: 10n, new: 0n }] }),
    customer("cem", { holds: 5n }),
  ]);

  expect(tried).toEqual({
    orders: 3,
    customers: 2,
    more: 1,
    less: 1,
    points: { old: 160, new: 300 },
    out: { old: 165, new: 305 },
    tiers: {
      gold: { customers: 1, old: 150, new: 300 },
      none: { customers: 1, old: 10, new: 0 },
    },
    months: { "2026-10": { old: 100, new: 200 }, "2026-11": { old: 60, new: 100 } },
    examples: [
      { customerId: "ann", old: 150, new: 300 },
      { customerId: "ben", old: 10, new: 0 },
    ],
  });
});

test("whoever has spent what they would not have got owes it: the shop owes them nothing", () => {
  const orders = [{ month: "2026-11", old: 100n, new: 20n }];
  expect(addToTotals(nothingTried, [customer("ann", { holds: 30n, orders })]).out).toEqual({
    old: 30,
    new: 0,
  });
});

test("it does not matter in how many parts people are counted", () => {
  const people = Array.from({ length: 40 }, (_, index) =>
    customer(`c${index}`, {
      orders: [{ month: "2026-11", old: 10n, new: BigInt(index * 7) }],
    }),
  );
  const whole = addToTotals(nothingTried, people);
  const parts = people.reduce((sum, one) => addToTotals(sum, [one]), nothingTried);
  expect(parts).toEqual(whole);
  expect(whole.examples).toHaveLength(10);
});
