import { expect, test } from "vitest";

import { amountBack, line, order, refundOf, usd } from "#tests/support/loyalty/an-order.ts";

import { remainsOf } from "#app/orders/counting/remains.ts";

import { ratesOf } from "../order-points/rates.ts";
import { countedFacts, type CountedOrder } from "./counted-facts.ts";
import { asIfNeverGained } from "./tier-progress.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 10));

type Back = { refunds?: number[]; cancelledOn?: number; points: bigint };

/** An order of 100 on the first, of which a half went back on each of these days, and what it has given by now. */
function bought({ refunds = [], cancelledOn, points }: Back): CountedOrder {
  const goods = line(5_000, { quantity: 2, currentQuantity: 2 - refunds.length });
  const back = refunds.map((day) => ({
    ...refundOf([goods, 1]),
    amountMinor: 5_000n,
    createdAt: at(day),
  }));
  const cancelledAt = cancelledOn ? at(cancelledOn) : null;
  const known = { ...order([goods], { createdAt: at(1), cancelledAt }), refunds: back };
  const ordered = { ...known, totalMinor: 10_000n, currentTotalMinor: null, tipMinor: 0n };
  return {
    ...remainsOf(ordered),
    countsAt: at(1),
    cancelledAt,
    ordered,
    points,
    earned: { order: known, rule: usd, rates: ratesOf([goods], usd) },
  };
}

test.each<[string, Back, { orders: bigint; spend: bigint; points: bigint } | null]>([
  ["is whole", { points: 100n }, { orders: 1n, spend: 10_000n, points: 100n }],
  ["went back by half", { refunds: [5], points: 50n }, { orders: 1n, spend: 5_000n, points: 50n }],
  ["went back whole", { refunds: [5, 9], points: 0n }, null],
  ["was cancelled", { cancelledOn: 7, points: 0n }, null],
  ["was cancelled after a refund", { refunds: [5], cancelledOn: 7, points: 0n }, null],
  ["was cancelled, and its refund came later", { refunds: [9], cancelledOn: 7, points: 0n }, null],
  [
    "was cancelled, and its points are still to be taken back",
    { cancelledOn: 7, points: 100n },
    null,
  ],
])("what is left of an order that %s needs no look at what it had before", (_, back, left) => {
  const known = bought(back);
  const { gains } = asIfNeverGained(countedFacts([known], []));
  expect(gains).toEqual(left ? [{ ...left, at: at(1) }] : []);
  expect(asIfNeverGained(countedFacts([{ ...known, earned: null }], [])).gains).toEqual(gains);
});

test("a refund of money alone leaves the order and what it has given by now", () => {
  const whole = bought({ points: 90n });
  const refunds = [{ ...amountBack(1_000), createdAt: at(4) }];
  const ordered = whole.ordered && { ...whole.ordered, refunds };
  const known = { ...whole, ...(ordered && remainsOf(ordered)), ordered };
  const { gains } = asIfNeverGained(countedFacts([{ ...known, earned: null }], []));
  expect(gains).toEqual([{ orders: 1n, spend: 9_000n, points: 90n, at: at(1) }]);
});
