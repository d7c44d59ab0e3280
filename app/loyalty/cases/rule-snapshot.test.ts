import { expect, test } from "vitest";

import { line, order, refundOf, steps, usd } from "#tests/support/loyalty/an-order.ts";

import { targetPoints } from "../order-points/points.ts";
import { ruleOf, snapshotOf } from "../program/earning-rule.ts";

test("case 5: order 50 under the old rule → −50, not −100", () => {
  const bought = line(5000);
  const snapshot = snapshotOf(usd);
  const doubled = { ...usd, version: 2, pointsPerUnit: 2 };
  expect(steps(order([bought]), [refundOf([bought, 1])], ruleOf(snapshot))).toEqual([-50n]);
  expect(targetPoints(order([bought]), doubled)).toBe(100n);
});

test("a snapshot of before there were options for shipping and gift cards means what was so then", () => {
  const {
    includeShipping: _,
    giftCards: __,
    ...older
  } = snapshotOf({
    ...usd,
    includeShipping: true,
    giftCards: "when_bought",
  });
  expect(ruleOf(older)).toMatchObject({ includeShipping: false, giftCards: "when_spent" });
});

test("case 18: edited after payment 50 → 80 → 60", () => {
  const kept = line(5000);
  const added = line(1000, { quantity: 3 });
  expect(targetPoints(order([kept]), usd)).toBe(50n);
  expect(targetPoints(order([kept, added], { financialState: "partially_paid" }), usd)).toBe(80n);
  expect(targetPoints(order([kept, { ...added, currentQuantity: 1 }]), usd)).toBe(60n);
});
