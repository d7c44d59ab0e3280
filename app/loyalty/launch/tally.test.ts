import { expect, test } from "vitest";

import { addToTally, nothingCounted } from "./tally.ts";

test("points and people are counted by tier; who has neither points nor a tier is nobody", () => {
  const counted = addToTally(nothingCounted, [
    { customerId: "ann", points: 120n, tierId: "gold" },
    { customerId: "ben", points: 0n, tierId: "gold" },
    { customerId: "cem", points: 30n, tierId: null },
    { customerId: "dan", points: -5n, tierId: null },
    { customerId: "eva", points: 0n, tierId: null },
  ]);
  expect(counted).toEqual({
    members: 2,
    points: 150,
    tiers: { gold: { customers: 2, points: 120 }, none: { customers: 1, points: 30 } },
  });
});

test("it does not matter in how many parts they are counted", () => {
  const people = Array.from({ length: 30 }, (_, index) => ({
    customerId: `customer ${index}`,
    points: BigInt(index * 7),
    tierId: index % 3 === 0 ? null : `tier ${index % 3}`,
  }));
  const parts = people.reduce((sum, one) => addToTally(sum, [one]), nothingCounted);
  expect(parts).toEqual(addToTally(nothingCounted, people));
});
