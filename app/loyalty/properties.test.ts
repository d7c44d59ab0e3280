import fc from "fast-check";
import { expect, test } from "vitest";

import { seed } from "#tests/support/seed.ts";

import { type Line, type Order, pointsForSpend, type Refund, targetPoints } from "./points.ts";
import { type EarnRule, roundings } from "./rule.ts";

const runs = { seed, numRuns: 3_000 };
const at = new Date("2026-11-01T10:00:00Z");
const rules: fc.Arbitrary<EarnRule> = fc.record({
  version: fc.constant(1),
  active: fc.constant(true),
  pointsPerUnit: fc.integer({ min: 1, max: 50 }),
  unitMinor: fc.bigInt(1n, 10_000n),
  rounding: fc.constantFrom(...roundings),
  includeTax: fc.boolean(),
  includeDiscounted: fc.boolean(),
  excludedProductIds: fc.constant([3n]),
  customRefunds: fc.constantFrom("prorate", "ignore"),
  earnsFrom: fc.constant(null),
});
const orders: fc.Arbitrary<Order> = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.record({
        price: fc.nat(50_000),
        quantity: fc.integer({ min: 1, max: 9 }),
        off: fc.nat(100),
        tax: fc.nat(25),
        product: fc.bigInt(1n, 4n),
        giftCard: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([taxesIncluded, lines]) => ({ ...paidOrder, taxesIncluded, lines: lines.map(lineOf) }));

test("property 7: any split of a refund is one refund, in any order, and takes back no more than was earned", () => {
  const everything = fc.property(
    orders,
    rules,
    fc.array(
      fc.record({
        line: fc.nat(4),
        quantity: fc.integer({ min: 1, max: 3 }),
        amount: fc.nat(3_000),
      }),
      { maxLength: 8 },
    ),
    fc.nat(),
    (order, rule, parts, turn) => {
      const split = parts.map(({ line, quantity, amount }): Refund => {
        const { id } = order.lines[line % order.lines.length] as Line;
        return {
          amountMinor: BigInt(amount + 1),
          shippingMinor: 0n,
          adjustmentMinor: BigInt(amount),
          lines: [{ lineId: id, quantity }],
        };
      });
      const whole: Refund = {
        amountMinor: split.reduce((sum, refund) => sum + refund.amountMinor, 0n),
        shippingMinor: 0n,
        adjustmentMinor: split.reduce((sum, refund) => sum + refund.adjustmentMinor, 0n),
        lines: split.flatMap(({ lines }) => lines),
      };
      const turned = split.map((_, index) => split[(index + turn) % split.length] as Refund);

      const earned = targetPoints(order, rule);
      const after = targetPoints({ ...order, refunds: split }, rule);
      expect(targetPoints({ ...order, refunds: [whole] }, rule)).toBe(after);
      expect(targetPoints({ ...order, refunds: turned }, rule)).toBe(after);
      expect(after >= 0n && after <= earned).toBe(true);
    },
  );
  fc.assert(everything, runs);
});

test("property 7: a full refund nets zero, whatever amounts went back before it", () => {
  const everything = fc.property(orders, rules, fc.nat(5_000), (order, rule, amount) => {
    const all = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
    const refunds: Refund[] = [
      {
        amountMinor: BigInt(amount),
        shippingMinor: 0n,
        adjustmentMinor: BigInt(amount),
        lines: [],
      },
      { amountMinor: 1n, shippingMinor: 0n, adjustmentMinor: 0n, lines: all },
    ];
    expect(targetPoints({ ...order, refunds }, rule)).toBe(0n);
  });
  fc.assert(everything, runs);
});

test("property 14: what one thing is quoted at its displayed price is what buying it earns", () => {
  const everything = fc.property(
    fc.bigInt(0n, 10_000_000n),
    rules,
    fc.boolean(),
    fc.nat(25),
    (price, rule, taxesIncluded, tax) => {
      const taxMinor = (price * BigInt(tax)) / 125n;
      const bought = lineOf(
        { price: 0, quantity: 1, off: 0, tax: 0, product: 1n, giftCard: false },
        0,
      );
      const order = {
        ...paidOrder,
        taxesIncluded,
        lines: [{ ...bought, priceMinor: price, taxMinor }],
      };
      const eligible = taxesIncluded && !rule.includeTax ? price - taxMinor : price;
      expect(targetPoints(order, rule)).toBe(pointsForSpend(eligible, rule));
    },
  );
  fc.assert(everything, runs);
});

const paidOrder: Order = {
  createdAt: at,
  cancelledAt: null,
  test: false,
  financialState: "paid",
  paidAt: at,
  taxesIncluded: false,
  lines: [],
  refunds: [],
};

function lineOf(
  {
    price,
    quantity,
    off,
    tax,
    product,
    giftCard,
  }: {
    price: number;
    quantity: number;
    off: number;
    tax: number;
    product: bigint;
    giftCard: boolean;
  },
  index: number,
): Line {
  const gross = BigInt(price) * BigInt(quantity);
  const discountMinor = (gross * BigInt(off)) / 100n;
  return {
    id: BigInt(index + 1),
    productId: product,
    quantity,
    currentQuantity: quantity,
    priceMinor: BigInt(price),
    discountMinor,
    taxMinor: ((gross - discountMinor) * BigInt(tax)) / 125n,
    giftCard,
  };
}
