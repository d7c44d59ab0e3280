import fc from "fast-check";
import { expect, test } from "vitest";

import type { Line, Refund } from "#app/orders/counting/goods.ts";
import { amountBack, order as paidOrder } from "#tests/support/loyalty/an-order.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import type { Order } from "./order.ts";
import { pointsForSpend, targetPoints } from "./points.ts";
import { productRate, ratesOf } from "./rates.ts";
import {
  capPeriods,
  combinations,
  giftCardPolicies,
  ONCE,
  type OrderRule,
  roundings,
} from "../program/earning-rule.ts";

const RUNS = 3_000;
const products = fc.subarray([1n, 2n, 3n, 4n]);
const collections = fc.subarray([70n, 80n]);
const multiplierBps = fc.integer({ min: 0, max: 60_000 });
const rules: fc.Arbitrary<OrderRule> = fc.record({
  version: fc.constant(1),
  active: fc.constant(true),
  pointsPerUnit: fc.integer({ min: 1, max: 50 }),
  unitMinor: fc.bigInt(1n, 10_000n),
  rounding: fc.constantFrom(...roundings),
  includeTax: fc.boolean(),
  includeDiscounted: fc.boolean(),
  includeShipping: fc.boolean(),
  includeTips: fc.boolean(),
  includeCustomItems: fc.boolean(),
  giftCards: fc.constantFrom(...giftCardPolicies),
  excludedProductIds: fc.subarray([3n]),
  excludedCollectionIds: fc.subarray([80n]),
  multipliers: fc.array(
    fc.record({ productIds: products, collectionIds: collections, multiplierBps }),
    { maxLength: 3 },
  ),
  combination: fc.constantFrom(...combinations),
  pendingDays: fc.nat(30),
  guestPoints: fc.constantFrom("claim", "off"),
  orderCap: fc.option(fc.record({ points: fc.nat(500), period: fc.constantFrom(...capPeriods) }), {
    nil: null,
    freq: 4,
  }),
  customRefunds: fc.constantFrom("prorate", "ignore"),
  earnsFrom: fc.constant(null),
  campaigns: fc.array(
    fc.record({
      id: fc.uuid(),
      productIds: products,
      collectionIds: collections,
      multiplierBps,
    }),
    { maxLength: 3 },
  ),
  tierMultiplierBps: fc.integer({ min: ONCE, max: 30_000 }),
});
/** Often none at all. */
const part = (most: number) => fc.oneof(fc.constant(0n), fc.bigInt(0n, BigInt(most)));
/** Which collections products are in. */
const collectionsOf = new Map([
  [1n, [70n]],
  [2n, [70n, 80n]],
  [4n, [90n]],
]);
const orders: fc.Arbitrary<Order> = fc
  .tuple(
    fc.record({
      taxesIncluded: fc.boolean(),
      loyaltyPaidMinor: part(60_000),
      giftCardPaidMinor: part(60_000),
      shippingMinor: part(2_000),
      shippingTaxMinor: part(300),
    }),
    fc.array(
      fc.record({
        price: fc.nat(50_000),
        quantity: fc.integer({ min: 1, max: 9 }),
        off: fc.nat(100),
        tax: fc.nat(25),
        product: fc.bigInt(1n, 4n),
        giftCard: fc.boolean(),
        tip: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([{ shippingMinor, ...traits }, lines]) =>
    paidOrder(lines.map(lineOf), {
      ...traits,
      shippingMinor: shippingMinor > 0n ? shippingMinor + traits.shippingTaxMinor : 0n,
    }),
  );

test("property 7: any split of a refund is one refund, in any order, and takes back no more than was earned", () => {
  const everything = fc.property(
    orders,
    rules,
    fc.array(
      fc.record({
        line: fc.nat(4),
        quantity: fc.integer({ min: 1, max: 3 }),
        amount: fc.nat(3_000),
        shipping: part(800),
      }),
      { maxLength: 8 },
    ),
    fc.nat(),
    (order, rule, parts, turn) => {
      const split = parts.map(({ line, quantity, amount, shipping }): Refund => {
        const { id } = order.lines[line % order.lines.length] as Line;
        return {
          ...amountBack(amount),
          amountMinor: BigInt(amount + 1),
          shippingMinor: shipping,
          lines: [{ lineId: id, quantity }],
        };
      });
      const whole: Refund = {
        ...amountBack(0),
        amountMinor: split.reduce((sum, refund) => sum + refund.amountMinor, 0n),
        shippingMinor: split.reduce((sum, refund) => sum + refund.shippingMinor, 0n),
        adjustmentMinor: split.reduce((sum, refund) => sum + refund.adjustmentMinor, 0n),
        lines: split.flatMap(({ lines }) => lines),
      };
      const turned = split.map((_, index) => split[(index + turn) % split.length] as Refund);

      const rates = ratesOf(order.lines, rule, collectionsOf);
      const earned = targetPoints(order, rule, rates);
      const after = targetPoints({ ...order, refunds: split }, rule, rates);
      expect(targetPoints({ ...order, refunds: [whole] }, rule, rates)).toBe(after);
      expect(targetPoints({ ...order, refunds: turned }, rule, rates)).toBe(after);
      expect(after >= 0n && after <= earned).toBe(true);
    },
  );
  assertRandomly(everything, RUNS);
});

test("property 7: a full refund nets zero, whatever amounts went back before it", () => {
  const everything = fc.property(orders, rules, fc.nat(5_000), (order, rule, amount) => {
    const all = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
    const refunds: Refund[] = [
      amountBack(amount),
      {
        ...amountBack(0),
        amountMinor: 1n,
        shippingMinor: order.shippingMinor + order.shippingTaxMinor,
        lines: all,
      },
    ];
    const rates = ratesOf(order.lines, rule, collectionsOf);
    expect(targetPoints({ ...order, refunds }, rule, rates)).toBe(0n);
  });
  assertRandomly(everything, RUNS);
});

test("property 5: lines that are seen one after the other, in any order, are rated as if they were seen together", () => {
  const everything = fc.property(orders, rules, fc.nat(), (order, rule, turn) => {
    const { lines } = order;
    const turned = lines.map((_, index) => lines[(index + turn) % lines.length] as Line);
    let known = new Map() as ReturnType<typeof ratesOf>;
    for (const line of turned) known = ratesOf([line], rule, collectionsOf, known);
    const together = ratesOf(lines, rule, collectionsOf);
    expect(new Map([...known].toSorted())).toEqual(new Map([...together].toSorted()));
  });
  assertRandomly(everything, RUNS);
});

test("property 14: what one thing is quoted at its displayed price is what buying it earns", () => {
  const everything = fc.property(
    fc.bigInt(0n, 10_000_000n),
    rules,
    fc.bigInt(1n, 4n),
    fc.boolean(),
    fc.nat(25),
    (price, some, product, taxesIncluded, tax) => {
      const rule = { ...some, orderCap: null }; // With one, pages show no number.
      const taxMinor = (price * BigInt(tax)) / 125n;
      const bought = lineOf(
        { price: 0, quantity: 1, off: 0, tax: 0, product, giftCard: false, tip: false },
        0,
      );
      const order = paidOrder([{ ...bought, priceMinor: price, taxMinor }], { taxesIncluded });
      const quoted = taxesIncluded && !rule.includeTax ? price - taxMinor : price;
      const rate = productRate(product, rule, collectionsOf);
      const rates = ratesOf(order.lines, rule, collectionsOf);
      expect(targetPoints(order, rule, rates)).toBe(
        rate.eligible ? pointsForSpend(quoted, rule, rate.multiplierBps) : 0n,
      );
    },
  );
  assertRandomly(everything, RUNS);
});

function lineOf(
  {
    price,
    quantity,
    off,
    tax,
    product,
    giftCard,
    tip,
  }: {
    price: number;
    quantity: number;
    off: number;
    tax: number;
    product: bigint;
    giftCard: boolean;
    tip: boolean;
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
    tip,
  };
}
