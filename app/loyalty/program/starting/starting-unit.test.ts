import { expect, test } from "vitest";

import { unitOfCurrency, unitOfOrders } from "./starting-unit.ts";

test.each([
  ["USD", 100n],
  ["GBP", 100n],
  ["JPY", 100n],
  ["KWD", 200n],
  ["KRW", 1_000n],
  ["IDR", 2_000_000n],
  ["SEK", 1_000n],
])("before anything is sold, %s is counted by %s minor units", (currency, unit) => {
  expect(unitOfCurrency(currency)).toBe(unit);
});

test.each([
  ["62 dollars", 6_200n, 100n],
  ["6,200 yen", 6_200n, 100n],
  ["600 dollars", 60_000n, 1_000n],
  ["15.500 dinars", 15_500n, 200n],
  ["4 dollars", 400n, 10n],
  ["1 yen", 1n, 1n],
])("orders of %s are counted by a round fiftieth", (_, typical, unit) => {
  expect(unitOfOrders(typical)).toBe(unit);
});
