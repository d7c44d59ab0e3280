import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { breakageBps, defaultPointValue, liabilityMinor, redemptionRateBps } from "./liability.ts";

const pound = defaultPointValue("GBP");

test("what is owed is the points that are out × their value × the share that is expected to be used", () => {
  expect(liabilityMinor(12_000n, pound, 10_000)).toBe(12_000n);
  expect(liabilityMinor(12_000n, pound, 7_500)).toBe(9_000n);
  expect(liabilityMinor(1n, { valuePoints: 100, valueMinor: 50n }, 10_000)).toBe(1n);
});

test("a point is worth a hundredth of a unit, whatever its decimals", () => {
  expect(liabilityMinor(500n, defaultPointValue("JPY"), 10_000)).toBe(5n);
  expect(liabilityMinor(500n, defaultPointValue("KWD"), 10_000)).toBe(5_000n);
});

test("the expected share is what the shop says, else what was seen, else all", () => {
  expect(redemptionRateBps(6_000, { redeemed: 1n, expired: 9n })).toBe(6_000);
  expect(redemptionRateBps(null, { redeemed: 30n, expired: 10n })).toBe(7_500);
  expect(redemptionRateBps(null, { redeemed: 0n, expired: 0n })).toBe(10_000);
});

test("breakage is the rest of what has ended", () => {
  expect(breakageBps({ redeemed: 30n, expired: 10n })).toBe(2_500);
  expect(breakageBps({ redeemed: 0n, expired: 0n })).toBeNull();
});

test("more points, or a higher share, are never owed less", () => {
  const points = fc.bigInt({ min: 0n, max: 10n ** 12n });
  const rate = fc.integer({ min: 0, max: 10_000 });
  assertRandomly(
    fc.property(points, points, rate, rate, (a, b, low, high) => {
      const at = (count: bigint, bps: number) => liabilityMinor(count, pound, bps);
      expect(at(a + b, low)).toBeGreaterThanOrEqual(at(a, low));
      expect(at(a, Math.max(low, high))).toBeGreaterThanOrEqual(at(a, Math.min(low, high)));
    }),
    100,
  );
});
