import fc from "fast-check";
import { expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { plainDecimal } from "./typed-number.ts";

test.each([
  ["12", "12"],
  [" 12.5 ", "12.5"],
  ["12,5", "12.5"],
  ["12,50", "12.50"],
  ["1.500", "1.500"],
  ["1,234.50", "1234.50"],
  ["1.234,50", "1234.50"],
  ["1 234,50", "1234.50"],
  ["1\u00a0234,50", "1234.50"],
  ["12\u202f345", "12345"],
  ["1'234.50", "1234.50"],
  ["1,234,567", "1234567"],
  ["1.234.567", "1234567"],
])("%j is %s", (typed, plain) => {
  expect(plainDecimal(typed)).toBe(plain);
});

test.each(["1,500", "12,345", "1,2,3", "1,23.4", "12.3.4", "1 23", "ten", "", "-5", "5 %", "1e3"])(
  "%j could be anything, and is refused",
  (typed) => {
    expect(plainDecimal(typed)).toBeNull();
  },
);

test("whatever is typed in the form of a country is that number, or nothing", () => {
  const locales = fc.constantFrom("en", "de", "fr", "de-CH", "es", "sv", "pt-BR", "pl");
  const numbers = fc.integer({ min: 0, max: 10_000_000_00 });
  const typed = fc.property(locales, numbers, fc.boolean(), (locale, cents, grouped) => {
    const format = new Intl.NumberFormat(locale, {
      minimumFractionDigits: 2,
      useGrouping: grouped ? "always" : false,
    });
    expect(Number(plainDecimal(format.format(cents / 100)))).toBe(cents / 100);
  });
  assertRandomly(typed, 2_000);
});
