import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { assertRandomly } from "#tests/support/random-runs.ts";

import { pointsToGiveBack, settle, type Settled, type UsingOrder } from "./settlement.ts";

const AT = new Date("2026-03-01T10:00:00Z");

function line(id: bigint, quantity = 1) {
  return { id, quantity, currentQuantity: quantity };
}

function refundOf(...lines: [lineId: bigint, quantity: number][]) {
  return { lines: lines.map(([lineId, quantity]) => ({ lineId, quantity })) };
}

/** Lines of 60 and 40, with 15 off by the reward: 9 and 6. */
function order(traits: Partial<UsingOrder> = {}): UsingOrder {
  return {
    id: 1n,
    processedAt: AT,
    cancelledAt: null,
    test: false,
    financialState: "paid",
    paidAt: AT,
    hasCode: true,
    lines: [line(1n), line(2n)],
    refunds: [],
    taken: [
      { lineId: 1n, amountMinor: 900n },
      { lineId: 2n, amountMinor: 600n },
    ],
    ...traits,
  };
}

const issued: Settled = { state: "issued", points: 300n, returned: 0n, orderId: null };
const captured: Settled = { state: "captured", points: 300n, returned: 0n, orderId: 1n };

describe("case 7: points spent on an order that is partly returned", () => {
  test("lines of 60 and 40 with a 300-point reward of 15 off: returning the 40 gives 120 back", () => {
    const returned = order({ refunds: [refundOf([2n, 1])] });
    expect(pointsToGiveBack(300n, returned, "allocated")).toBe(120n);
    expect(settle(captured, [returned], "allocated")).toEqual({ do: "giveBack", target: 120n });
  });

  test("setting: only on a full return", () => {
    const some = order({ refunds: [refundOf([2n, 1])] });
    const all = order({ refunds: [refundOf([2n, 1]), refundOf([1n, 1])] });
    expect(pointsToGiveBack(300n, some, "full_return")).toBe(0n);
    expect(pointsToGiveBack(300n, all, "full_return")).toBe(300n);
  });

  test("three units sent back one after the other give as much as all at once", () => {
    const three = (units: number) =>
      order({
        lines: [line(1n, 3), line(2n)],
        taken: [{ lineId: 1n, amountMinor: 1_000n }],
        refunds: [refundOf([1n, units])],
      });
    expect([1, 2, 3].map((units) => pointsToGiveBack(100n, three(units), "allocated"))).toEqual([
      33n,
      66n,
      100n,
    ]);
  });
});

test("case 8: all items refunded, shipping kept: the items decide", () => {
  const kept = order({
    financialState: "partially_refunded",
    refunds: [refundOf([1n, 1], [2n, 1])],
  });
  expect(pointsToGiveBack(500n, kept, "allocated")).toBe(500n);
});

test("free shipping comes back when everything was sent back, not with a part of it", () => {
  const some = order({ taken: [], refunds: [refundOf([2n, 1])] });
  const all = order({ taken: [], refunds: [refundOf([1n, 1], [2n, 1])] });
  expect(pointsToGiveBack(400n, some, "allocated")).toBe(0n);
  expect(pointsToGiveBack(400n, all, "allocated")).toBe(400n);
});

test("a paid order with the code uses the reward, whatever became of the order since", () => {
  const step = { do: "capture", orderId: 1n, late: false };
  expect(settle(issued, [order()], "allocated")).toEqual({ ...step, giveBack: 0n });
  const cancelled = order({ cancelledAt: AT, financialState: "refunded" });
  expect(settle(issued, [cancelled], "allocated")).toEqual({ ...step, giveBack: 300n });
  expect(settle(captured, [cancelled], "allocated")).toEqual({ do: "giveBack", target: 300n });
});

test("an order that is not paid yet uses nothing; one that was cancelled unpaid gives the code up", () => {
  const pending = order({ financialState: "pending", paidAt: null });
  expect(settle(issued, [pending], "allocated")).toBeNull();
  const voided = { ...pending, cancelledAt: AT, financialState: "voided" };
  expect(settle(issued, [voided], "allocated")).toEqual({ do: "withdraw", orderId: 1n });
  expect(settle(issued, [voided, { ...pending, id: 2n }], "allocated")).toBeNull();
});

test("a code that an edit took off its order gives its points back", () => {
  expect(settle(captured, [order({ hasCode: false, taken: [] })], "allocated")).toEqual({
    do: "giveBack",
    target: 300n,
  });
});

test("an order that is heard of after its points went back uses them after all", () => {
  const released: Settled = { ...issued, state: "released" };
  expect(settle(released, [order()], "allocated")).toEqual({
    do: "capture",
    orderId: 1n,
    late: true,
    giveBack: 0n,
  });
});

test("properties 7 and 8: any split of a return gives as much, and never more than was spent", () => {
  const lines = fc.array(
    fc.record({
      quantity: fc.integer({ min: 1, max: 9 }),
      amountMinor: fc.bigInt(0n, 5_000n),
      returns: fc.array(fc.nat(4), { maxLength: 4 }),
    }),
    { minLength: 1, maxLength: 5 },
  );
  const anySplit = fc.property(lines, fc.bigInt(0n, 100_000n), (some, points) => {
    const base = {
      lines: some.map(({ quantity }, index) => line(BigInt(index), quantity)),
      taken: some.map(({ amountMinor }, index) => ({ lineId: BigInt(index), amountMinor })),
    };
    const steps = some.flatMap(({ returns }, index) =>
      returns.map((units) => [BigInt(index), units] as [bigint, number]),
    );
    const split = order({ ...base, refunds: steps.map((one) => refundOf(one)) });
    const whole = order({ ...base, refunds: [refundOf(...steps)] });
    const back = pointsToGiveBack(points, split, "allocated");
    expect(pointsToGiveBack(points, whole, "allocated")).toBe(back);
    expect(back >= 0n && back <= points).toBe(true);
    let before = 0n;
    for (let told = 1; told <= steps.length; told++) {
      const refunds = steps.slice(0, told).map((one) => refundOf(one));
      const now = pointsToGiveBack(points, order({ ...base, refunds }), "allocated");
      expect(now >= before).toBe(true);
      before = now;
    }
  });
  assertRandomly(anySplit, 3_000);
});

test("property 8: what went back is never more than what was spent, and never less than before", () => {
  for (const units of [0, 1]) {
    for (const others of [0, 1]) {
      const back = pointsToGiveBack(
        301n,
        order({ refunds: [refundOf([1n, units]), refundOf([2n, others])] }),
        "allocated",
      );
      expect(back).toBeGreaterThanOrEqual(0n);
      expect(back).toBeLessThanOrEqual(301n);
    }
  }
  const half = { ...captured, returned: 200n };
  expect(settle(half, [order({ refunds: [refundOf([2n, 1])] })], "allocated")).toBeNull();
});
