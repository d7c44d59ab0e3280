import { expect, test } from "vitest";

import { amountBack, line, NOV_1, refundOf } from "#tests/support/loyalty/an-order.ts";

import type { Refund } from "./goods.ts";
import { type Ordered, remainsOf } from "./remains.ts";

/** An order of these lines, which cost 100 in all unless traits say otherwise. */
function ordered(lines: Ordered["lines"], traits: Partial<Ordered> = {}): Ordered {
  return {
    financialState: "paid",
    taxesIncluded: true,
    totalMinor: 10_000n,
    currentTotalMinor: null,
    tipMinor: 0n,
    lines,
    refunds: [],
    ...traits,
  };
}

/** A refund that says no more than how much money went back, and for which lines. */
function moneyBack(minor: number, traits: Partial<Refund> = {}): Refund {
  return { ...amountBack(0), createdAt: NOV_1, amountMinor: BigInt(minor), ...traits };
}

const goods = line(10_000);
const removed = line(6_000, { currentQuantity: 0 });
const rest = line(6_000);
const dear = line(25_000);
const cheap = line(10_000);
const swapped = line(25_000, { currentQuantity: 0 });

test.each<[string, Ordered, number, boolean]>([
  ["nothing went back", ordered([goods]), 10_000, true],
  [
    "an edit took a line out before it was paid",
    ordered([removed, rest], { totalMinor: 12_000n }),
    6_000,
    true,
  ],
  [
    "it was exchanged for something dearer",
    ordered([line(10_000, { currentQuantity: 0 }), dear], { totalMinor: 35_000n }),
    25_000,
    true,
  ],
  [
    "it was exchanged for something cheaper, and the difference went back as money",
    ordered([swapped, cheap], {
      totalMinor: 35_000n,
      currentTotalMinor: 10_000n,
      refunds: [moneyBack(0, { lines: [{ lineId: swapped.id, quantity: 1 }] }), moneyBack(15_000)],
    }),
    10_000,
    true,
  ],
  [
    "it was exchanged for something dearer, and its total is that of the new thing alone",
    ordered([line(10_000, { currentQuantity: 0 }), line(15_000)], { totalMinor: 15_000n }),
    15_000,
    true,
  ],
  [
    "the same with shipping",
    ordered([line(10_000, { currentQuantity: 0 }), line(15_000)], { totalMinor: 16_000n }),
    16_000,
    true,
  ],
  [
    "it was exchanged for something cheaper, which its totals already say",
    ordered([line(10_000, { currentQuantity: 0 }), line(6_000)], {
      totalMinor: 6_000n,
      currentTotalMinor: 6_000n,
      refunds: [moneyBack(4_000)],
    }),
    6_000,
    true,
  ],
  [
    "most of the money went back, and it was exchanged for something small",
    ordered([line(10_000, { currentQuantity: 0 }), line(3_000)], {
      totalMinor: 3_000n,
      currentTotalMinor: 3_000n,
      refunds: [moneyBack(7_000)],
    }),
    3_000,
    true,
  ],
  [
    "only its current total says what it was exchanged for",
    ordered([line(10_000, { currentQuantity: 0 }), line(6_000)], {
      currentTotalMinor: 6_000n,
      refunds: [moneyBack(4_000)],
    }),
    6_000,
    true,
  ],
  [
    "an edit before it was paid put one thing for another, and its total is that of what is left",
    ordered([rest, line(4_000, { currentQuantity: 0 }), line(3_000)], { totalMinor: 9_000n }),
    9_000,
    true,
  ],
  [
    "half of it was returned, and a discount stands in no line",
    ordered([line(5_000), line(5_000, { currentQuantity: 0 })], {
      totalMinor: 8_000n,
      currentTotalMinor: 4_000n,
      refunds: [moneyBack(4_000)],
    }),
    3_000,
    true,
  ],
  ["an amount went back", ordered([goods], { refunds: [amountBack(1_500)] }), 8_500, true],
  [
    "money went back, and it is not said what for",
    ordered([goods], { refunds: [moneyBack(1_500)] }),
    8_500,
    true,
  ],
  [
    "duties went back, which were paid on top",
    ordered([goods], { totalMinor: 10_983n, refunds: [moneyBack(983, { dutiesMinor: 983n })] }),
    10_000,
    true,
  ],
  [
    "it was returned less a fee that the shop keeps",
    ordered([goods], {
      refunds: [
        moneyBack(9_000, { adjustmentMinor: -1_000n, lines: [{ lineId: goods.id, quantity: 1 }] }),
      ],
    }),
    1_000,
    false,
  ],
  [
    "all of it was returned, and its own payload does not know yet",
    ordered([goods], {
      currentTotalMinor: 10_000n,
      refunds: [{ ...refundOf([goods, 1]), amountMinor: 10_000n }],
    }),
    0,
    false,
  ],
  ["all of the money went back", ordered([goods], { refunds: [moneyBack(10_000)] }), 0, false],
  ["Shopify calls it refunded", ordered([goods], { financialState: "refunded" }), 10_000, false],
  [
    "there is a tip in it",
    ordered([line(4_000), line(1_000, { tip: true })], { totalMinor: 5_000n }),
    4_000,
    true,
  ],
  [
    "there is a tip in it without a line",
    ordered([line(4_000)], { totalMinor: 5_000n, tipMinor: 1_000n }),
    4_000,
    true,
  ],
  [
    "a gift card was bought with it",
    ordered([line(5_000, { giftCard: true }), line(3_000)], { totalMinor: 8_000n }),
    3_000,
    true,
  ],
  ["only a gift card was bought", ordered([line(10_000, { giftCard: true })]), 0, false],
  [
    "tax came on top, and half was returned",
    ordered([line(5_000, { quantity: 2, currentQuantity: 1, taxMinor: 2_000n })], {
      taxesIncluded: false,
      totalMinor: 12_000n,
    }),
    6_000,
    true,
  ],
  ["it was free", ordered([line(0)], { totalMinor: 0n }), 0, true],
])("what remains when %s", (_, order, spent, goodsRemain) => {
  expect(remainsOf(order)).toEqual({ spentMinor: BigInt(spent), goodsRemain });
});
