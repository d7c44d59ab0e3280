import { expect, test } from "vitest";

import { addChanges, changesBetween, noChanges } from "./balance-changes.ts";

const before = [
  { customerId: "ann", points: 100n, tierId: "gold" },
  { customerId: "ben", points: 50n, tierId: null },
  { customerId: "cem", points: 7n, tierId: null },
  { customerId: "dan", points: 30n, tierId: "gold" },
];
const after = [
  { customerId: "cem", points: 7n, tierId: null },
  { customerId: "ben", points: 20n, tierId: null },
  { customerId: "ann", points: 140n, tierId: "gold" },
  { customerId: "dan", points: 30n, tierId: "silver" },
];

test("whoever has what they had is left out", () => {
  expect(changesBetween(before, after)).toEqual([
    { customerId: "ben", pointsBefore: 50n, pointsAfter: 20n, tierBefore: null, tierAfter: null },
    {
      customerId: "ann",
      pointsBefore: 100n,
      pointsAfter: 140n,
      tierBefore: "gold",
      tierAfter: "gold",
    },
    {
      customerId: "dan",
      pointsBefore: 30n,
      pointsAfter: 30n,
      tierBefore: "gold",
      tierAfter: "silver",
    },
  ]);
});

test("what is given and what is taken are not set off against each other, in however many parts", () => {
  const changes = changesBetween(before, after);
  const sums = { customers: 3, added: 40, taken: 30, tiers: 1 };
  expect(addChanges(noChanges, changes)).toEqual(sums);
  expect(changes.reduce((all, one) => addChanges(all, [one]), noChanges)).toEqual(sums);
});
