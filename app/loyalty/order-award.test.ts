import { expect, test } from "vitest";

import { correct, type OrderAward, type OwnedOrder } from "./order-award.ts";
import { defaultRule, snapshotOf } from "./rule.ts";

const rule = defaultRule("USD");
const heard = { occurredAt: new Date("2026-11-03T10:00:00Z"), source: "webhook" } as const;

function order(totalMinor: number, traits: Partial<OwnedOrder> = {}): OwnedOrder {
  return {
    id: 991n,
    name: "#1001",
    customerId: "ann",
    createdAt: new Date("2026-11-01T10:00:00Z"),
    processedAt: new Date("2026-11-01T10:00:00Z"),
    paidAt: new Date("2026-11-02T10:00:00Z"),
    cancelledAt: null,
    test: false,
    financialState: "paid",
    taxesIncluded: false,
    refunds: [],
    lines: [
      {
        id: 1n,
        productId: null,
        quantity: 1,
        currentQuantity: 1,
        priceMinor: BigInt(totalMinor),
        discountMinor: 0n,
        taxMinor: 0n,
        giftCard: false,
      },
    ],
    ...traits,
  };
}

const awarded = (posted: bigint, revision = 1): OrderAward => ({
  orderId: 991n,
  customerId: "ann",
  ruleSnapshot: snapshotOf(rule),
  posted,
  revision,
});

test("an order that is paid for the first time earns, dated when it was paid", () => {
  expect(correct(order(5000), null, rule, heard)).toEqual({
    award: awarded(50n),
    drafts: [
      {
        kind: "earn",
        customerId: "ann",
        points: 50n,
        idempotencyKey: "earn.order.991",
        ruleSnapshot: snapshotOf(rule),
        orderId: 991n,
        occurredAt: new Date("2026-11-02T10:00:00Z"),
        source: "webhook",
        reason: { code: "order_paid", orderName: "#1001", points: "50", target: "50" },
      },
    ],
  });
});

test("case 5 and 6: a later rule, or none, changes nothing about what an order was awarded by", () => {
  const refunds = [
    {
      amountMinor: 5000n,
      shippingMinor: 0n,
      adjustmentMinor: 0n,
      lines: [{ lineId: 1n, quantity: 1 }],
    },
  ];
  for (const now of [
    { ...rule, version: 2, pointsPerUnit: 2 },
    { ...rule, version: 2, active: false },
  ]) {
    const { drafts, award } = correct(order(5000, { refunds }), awarded(50n), now, heard) ?? {};
    expect(drafts).toMatchObject([
      { kind: "reverse", points: 50n, reason: { code: "order_refunded", target: "0" } },
    ]);
    expect(award).toMatchObject({ posted: 0n, revision: 2 });
  }
});

test("case 18: an edit posts the difference under a key of its own, also when it comes back to the same points", () => {
  const up = correct(order(8000), awarded(50n), rule, heard);
  expect(up?.drafts).toMatchObject([
    { kind: "earn", points: 30n, idempotencyKey: "earn.order.991.target.80.revision.1" },
  ]);
  const down = correct(order(6000), up?.award ?? null, rule, heard);
  expect(down?.drafts).toMatchObject([
    {
      kind: "reverse",
      points: 20n,
      idempotencyKey: "refund.order.991.target.60.revision.2",
      reason: { code: "order_changed" },
    },
  ]);
  const again = correct(order(8000), down?.award ?? null, rule, heard);
  expect(again?.drafts).toMatchObject([
    { points: 20n, idempotencyKey: "earn.order.991.target.80.revision.3" },
  ]);
});

test("case 19: the same order again posts nothing", () => {
  expect(correct(order(5000), awarded(50n), rule, heard)).toEqual({
    award: awarded(50n),
    drafts: [],
  });
});

test("case 44: an order that never counted leaves no trace", () => {
  expect(
    correct(
      order(5000, { financialState: "voided", cancelledAt: heard.occurredAt }),
      null,
      rule,
      heard,
    ),
  ).toBeNull();
});

test("an order that first counted while the program was off stays without points when it is switched on", () => {
  const first = correct(order(5000), null, { ...rule, active: false }, heard);
  expect(first).toMatchObject({ drafts: [], award: { posted: 0n, revision: 0 } });
  expect(correct(order(5000), first?.award ?? null, rule, heard)?.drafts).toEqual([]);
});

test("an order that turns out to be somebody else's takes its points along", () => {
  const given = correct(order(5000, { customerId: "bob" }), awarded(50n), rule, heard);
  expect(given?.drafts).toMatchObject([
    { kind: "reverse", customerId: "ann", points: 50n, reason: { code: "order_reassigned" } },
    {
      kind: "earn",
      customerId: "bob",
      points: 50n,
      idempotencyKey: "earn.order.991.target.50.revision.2",
    },
  ]);
  expect(given?.award).toMatchObject({ customerId: "bob", posted: 50n, revision: 3 });
});
