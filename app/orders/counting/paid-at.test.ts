import { describe, expect, test } from "vitest";

import { earliestPaid, paidByPayments, paidByWebhook } from "./paid-at.ts";

const day = (number: number) => new Date(Date.UTC(2026, 0, number, 10));
const placed = { financialState: "paid", createdAt: day(1), processedAt: day(1) };

describe("by a webhook, an order was paid", () => {
  test.each([
    [
      "at once, when it is told within the hour",
      { updatedAt: new Date(day(1).getTime() + 60_000) },
      false,
      { at: day(1), sure: true },
    ],
    [
      "when orders/paid was sent: cash on delivery",
      { updatedAt: day(31) },
      true,
      { at: day(31), sure: true },
    ],
    [
      "at the latest when another topic tells so",
      { updatedAt: day(31) },
      false,
      { at: day(31), sure: false },
    ],
    [
      "long before it was brought over from another system",
      { createdAt: day(20), updatedAt: day(20) },
      true,
      { at: day(1), sure: true },
    ],
    [
      "not at all, when it is pending",
      { financialState: "pending", updatedAt: day(1) },
      false,
      null,
    ],
  ])("%s", (_, traits, isNews, paid) => {
    expect(paidByWebhook({ ...placed, ...traits }, isNews)).toEqual(paid);
  });
});

describe("by its payments, an order was paid", () => {
  const sale = (number: number, amountMinor: bigint) => ({
    kind: "SALE",
    status: "SUCCESS",
    at: day(number),
    amountMinor,
  });
  const first = { ...placed, originalTotalMinor: 100n };
  test.each([
    ["when the last of them made it whole", first, [sale(9, 60n), sale(5, 40n)], day(9)],
    ["before an edit made it dearer", { ...first }, [sale(3, 100n), sale(8, 150n)], day(3)],
    ["when all was paid that an edit had left", first, [sale(3, 60n)], day(3)],
    ["at once, when there are none", first, [], day(1)],
    [
      "by what was taken, not by what was authorised or failed",
      first,
      [
        { ...sale(2, 100n), kind: "AUTHORIZATION" },
        { ...sale(3, 100n), status: "FAILURE" },
        { ...sale(6, 100n), kind: "CAPTURE" },
      ],
      day(6),
    ],
  ])("%s", (_, order, payments, at) => {
    expect(paidByPayments(order, payments)).toEqual({ at, sure: true });
  });

  test("in full before an edit added something, also while that is open; but not with a part of it", () => {
    const open = { ...first, financialState: "partially_paid" };
    expect(paidByPayments(open, [sale(3, 100n)])).toEqual({ at: day(3), sure: true });
    expect(paidByPayments(open, [sale(3, 40n)])).toBeNull();
  });
});

test("of several versions the earliest tells when, and one that is sure makes it so", () => {
  const told = [
    { id: 1n, paid: { at: day(9), sure: false } },
    { id: 1n, paid: { at: day(5), sure: true } },
    { id: 2n, paid: null },
  ];
  expect([...earliestPaid(told)]).toEqual([[1n, { at: day(5), sure: true }]]);
  expect([...earliestPaid(told.toReversed())]).toEqual([[1n, { at: day(5), sure: true }]]);
});
