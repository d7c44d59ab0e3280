import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { formatMinor, parseMinor, toDecimal, UnreadableMoney } from "./money.ts";

test.each([
  ["12.30", "USD", 1230n],
  ["12.3", "USD", 1230n],
  ["12", "USD", 1200n],
  ["-5.00", "EUR", -500n],
  ["150", "JPY", 150n],
  ["150.0", "JPY", 150n],
  ["1.500", "KWD", 1500n],
  ["1.5", "KWD", 1500n],
  ["0.005", "USD", 1n],
  ["-0.005", "USD", -1n],
  ["0.0049999", "USD", 0n],
  ["90071992547409.93", "USD", 9007199254740993n],
])("%s %s is %s minor units", (amount, currency, minor) => {
  expect(parseMinor(amount, currency)).toBe(minor);
});

test.each(["", "abc", "1,50", "1e3", "--1", "NaN"])("%j is not money", (amount) => {
  expect(() => parseMinor(amount, "USD")).toThrow(UnreadableMoney);
});

test("an amount survives the way to a decimal string and back", () => {
  assertRandomly(
    fc.property(
      fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      fc.constantFrom("JPY", "USD", "KWD"),
      (minor, currency) => {
        expect(parseMinor(toDecimal(minor, currency), currency)).toBe(minor);
      },
    ),
    100,
  );
});

test("money is written as the reader's locale writes it", () => {
  expect(formatMinor(123450n, "GBP", "en")).toBe("£1,234.50");
  expect(formatMinor(150n, "JPY", "en")).toBe("¥150");
});
