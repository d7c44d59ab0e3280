import { expect, test } from "vitest";

import { amountBack, line, order, refundOf } from "#tests/support/loyalty/an-order.ts";

import { orderAsOf } from "#app/orders/counting/goods.ts";

import type { Order } from "./order.ts";
import { targetPoints } from "./points.ts";
import { defaultRule } from "../program/earning-rule.ts";

const at = (day: number) => new Date(Date.UTC(2026, 10, day, 10));
const rule = defaultRule("USD");

/** What an order was worth on a day, by all that is known of it now. */
const worthOn = (known: Order, day: number) => targetPoints(orderAsOf(known, at(day)), rule);

test("what was given back later had not been given back yet, by lines and by amounts", () => {
  const [a, b] = [line(6000, { currentQuantity: 0 }), line(4000)] as const;
  const known: Order = {
    ...order([a, b], { financialState: "partially_refunded" }),
    refunds: [
      { ...refundOf([a, 1]), createdAt: at(5) },
      { ...amountBack(1000), createdAt: at(9) },
    ],
  };
  expect([1, 5, 9].map((day) => worthOn(known, day))).toEqual([100n, 40n, 30n]);
});

test("an order was one until it was cancelled or refunded whole; what an edit removed was never part of it", () => {
  const goods = line(2500, { quantity: 4, currentQuantity: 0 });
  const known: Order = {
    ...order([goods], { financialState: "refunded", cancelledAt: at(7) }),
    refunds: [{ ...refundOf([goods, 3]), createdAt: at(6) }],
  };
  // One of the four was removed; the other three went back.
  expect([1, 6, 7].map((day) => worthOn(known, day))).toEqual([75n, 0n, 0n]);
});
