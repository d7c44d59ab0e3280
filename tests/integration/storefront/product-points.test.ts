import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { pointsForSpend } from "#app/loyalty/order-points/points.ts";
import { pointsBlock, promise } from "#tests/support/storefront/render-block.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

const YEN = { currency: "JPY", rule: { unitMinor: 100, currencyExponent: 0 } };
const DINAR = { currency: "KWD", rule: { unitMinor: 1000, currencyExponent: 3 } };

const number = (html: string) => Number(promise(html)?.replace(/\D/g, "") ?? 0);

describe("the points on a product", () => {
  test.each([
    ["pounds", { pricesMinor: [999] }, "Earn 9 points with this purchase"],
    ["one point", { pricesMinor: [100] }, "Earn 1 point with this purchase"],
    ["many points", { pricesMinor: [123456] }, "Earn 1,234 points with this purchase"],
    ["yen", { ...YEN, pricesMinor: [1980] }, "Earn 19 points with this purchase"],
    ["dinars", { ...DINAR, pricesMinor: [12999] }, "Earn 12 points with this purchase"],
    ["German", { pricesMinor: [4000], language: "de" }, "Sammeln Sie mit diesem Kauf 40 Punkte"],
  ])("%s", (_name, sale, sentence) => {
    expect(promise(pointsBlock(sale))).toBe(sentence);
  });

  test("are what the order will be awarded, in every currency and rounding", () => {
    const sale = fc.record({
      priceMinor: fc.integer({ min: 1, max: 50_000_000 }),
      pointsPerUnit: fc.integer({ min: 1, max: 50 }),
      unitMinor: fc.integer({ min: 1, max: 100_000 }),
      rounding: fc.constantFrom("down" as const, "half_up" as const, "up" as const),
      currency: fc.constantFrom(
        { code: "JPY", exponent: 0 },
        { code: "GBP", exponent: 2 },
        { code: "KWD", exponent: 3 },
      ),
    });
    assertRandomly(
      fc.property(sale, ({ priceMinor, currency, ...rule }) => {
        const html = pointsBlock({
          pricesMinor: [priceMinor],
          currency: currency.code,
          rule: { ...rule, currencyExponent: currency.exponent },
        });
        const awarded = pointsForSpend(BigInt(priceMinor), {
          ...rule,
          unitMinor: BigInt(rule.unitMinor),
        });
        expect(BigInt(number(html))).toBe(awarded);
      }),
      300,
    );
  });

  test.each([
    ["a gift card", { pricesMinor: [5000], giftCard: true }],
    [
      "a product that the rule leaves out",
      { pricesMinor: [5000], rule: { excludedProductIds: ["77"] } },
    ],
    ["somebody who is excluded from the program", { pricesMinor: [5000], excluded: true }],
    ["a program that is paused", { pricesMinor: [5000], rule: { active: false } }],
    [
      "a program that begins later",
      { pricesMinor: [5000], rule: { earnsFrom: Date.UTC(2100, 0) / 1000 } },
    ],
    ["a price that earns nothing", { pricesMinor: [99] }],
  ])("%s promises nothing", (_name, sale) => {
    expect(promise(pointsBlock(sale))).toBeNull();
  });

  test.each([
    ["the shopper pays in another currency", { pricesMinor: [5000], paidIn: "USD" }],
    [
      "tax is inside the price and does not earn",
      { pricesMinor: [5000], rule: { includeTax: false } },
    ],
  ])("no number is promised when %s", (_name, sale) => {
    expect(promise(pointsBlock(sale))).toBe("Earn points with this purchase");
  });

  test("a program that has begun promises, without having been told of it again", () => {
    const sale = { pricesMinor: [5000], rule: { earnsFrom: Date.UTC(2026, 0) / 1000 } };
    expect(promise(pointsBlock(sale))).toBe("Earn 50 points with this purchase");
  });

  test("tax that is added later changes nothing", () => {
    const sale = { pricesMinor: [5000], rule: { includeTax: false }, taxesIncluded: false };
    expect(promise(pointsBlock(sale))).toBe("Earn 50 points with this purchase");
  });

  test("what every variant earns is on the page before it is rounded, so that choosing any number of one can show it", () => {
    const html = pointsBlock({ pricesMinor: [950, 50, 3200] });
    const data = /data-encore-earn-rule>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    const { variants, samples, points, rounding } = JSON.parse(data) as {
      variants: Record<string, string>;
      samples: number[];
      points: string[];
      rounding: string;
    };
    const earned = Object.values(variants).map((parts) => {
      const [whole, unit] = parts.split("/").map(Number) as [number, number];
      return whole / unit;
    });
    expect(earned).toEqual([9.5, 0.5, 32]);
    expect(rounding).toBe("down");
    expect(samples).not.toContain(0);
    expect(points[samples.indexOf(1)]).toBe("Earn [points] point with this purchase");
    expect(points[samples.indexOf(100)]).toBe("Earn [points] points with this purchase");
  });

  test("the merchant's own words carry the number and stay text", () => {
    const settings = { text: "</script><b>[points]</b> Bohnen" };
    const html = pointsBlock({ pricesMinor: [123456, 100], settings, language: "de" });
    expect(promise(html)).toBe("&lt;/script&gt;&lt;b&gt;1.234&lt;/b&gt; Bohnen");
    // The script that waits to be loaded, and what it reads.
    expect(html.match(/<\/script>/g)).toHaveLength(2);
  });
});
