import { describe, expect, test } from "vitest";

import { amountBack, line, ownedOrder } from "#tests/support/loyalty/an-order.ts";

import { reconcileAward } from "../earning/order-award.ts";
import type { OrderAward, OwnedOrder } from "../order-points/owned-order.ts";
import { defaultRule, snapshotOf } from "../program/earning-rule.ts";

const rule = defaultRule("USD");
const heard = { occurredAt: new Date("2026-11-03T10:00:00Z"), source: "webhook" } as const;

const earning = { rule, pauses: [], campaigns: [], collectionsOf: new Map() };
const LINE = 1n;

function order(totalMinor: number, traits: Partial<OwnedOrder> = {}): OwnedOrder {
  return ownedOrder([line(totalMinor, { id: LINE })], {
    paidAt: new Date("2026-11-02T10:00:00Z"),
    ...traits,
  });
}

const awarded = (posted: bigint, revision = 1): OrderAward => ({
  orderId: 991n,
  customerId: "ann",
  ruleSnapshot: snapshotOf(rule),
  lineRates: new Map([[LINE, { eligible: true, multiplierBps: 10_000 }]]),
  posted,
  revision,
});

test("an order that is paid for the first time earns, dated when it was paid", () => {
  expect(reconcileAward(order(5000), null, earning, heard)).toEqual({
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
        earnedAt: new Date("2026-11-02T10:00:00Z"),
        source: "webhook",
        wait: null,
        reason: { code: "order_paid", orderName: "#1001", points: "50", target: "50" },
      },
    ],
  });
});

test("case 5 and 6: a later rule, or none, changes nothing about what an order was awarded by", () => {
  const refunds = [{ ...amountBack(0), amountMinor: 5000n, lines: [{ lineId: 1n, quantity: 1 }] }];
  for (const now of [
    { ...rule, version: 2, pointsPerUnit: 2 },
    { ...rule, version: 2, earnsFrom: new Date("2030-01-01T00:00:00Z") },
  ]) {
    const { drafts, award } =
      reconcileAward(order(5000, { refunds }), awarded(50n), { ...earning, rule: now }, heard) ??
      {};
    expect(drafts).toMatchObject([
      { kind: "reverse", points: 50n, reason: { code: "order_refunded", target: "0" } },
    ]);
    expect(award).toMatchObject({ posted: 0n, revision: 2 });
  }
});

test("case 18: an edit posts the difference under a key of its own, also when it comes back to the same points", () => {
  const up = reconcileAward(order(8000), awarded(50n), earning, heard);
  expect(up?.drafts).toMatchObject([
    { kind: "earn", points: 30n, idempotencyKey: "earn.order.991.target.80.revision.1" },
  ]);
  const down = reconcileAward(order(6000), up?.award ?? null, earning, heard);
  expect(down?.drafts).toMatchObject([
    {
      kind: "reverse",
      points: 20n,
      idempotencyKey: "refund.order.991.target.60.revision.2",
      reason: { code: "order_changed" },
    },
  ]);
  const again = reconcileAward(order(8000), down?.award ?? null, earning, heard);
  expect(again?.drafts).toMatchObject([
    { points: 20n, idempotencyKey: "earn.order.991.target.80.revision.3" },
  ]);
});

test("case 19: the same order again posts nothing", () => {
  expect(reconcileAward(order(5000), awarded(50n), earning, heard)).toEqual({
    award: awarded(50n),
    drafts: [],
  });
});

test("case 44: an order that never counted leaves no trace", () => {
  expect(
    reconcileAward(
      order(5000, { financialState: "voided", cancelledAt: heard.occurredAt }),
      null,
      earning,
      heard,
    ),
  ).toBeNull();
});

describe("a program that is paused", () => {
  const paid = order(5000);
  const paidAt = paid.paidAt ?? paid.processedAt;
  const hour = (hours: number) => new Date(paidAt.getTime() + hours * 3_600_000);
  const open = (from: number) => ({
    ...earning,
    pauses: [{ pausedAt: hour(from), resumedAt: null }],
  });
  const over = (from: number) => ({
    ...earning,
    pauses: [{ pausedAt: hour(from), resumedAt: hour(from + 24) }],
  });

  test("an order that was paid in the pause earns nothing, whenever it is heard of", () => {
    expect(reconcileAward(paid, null, open(-1), heard)).toBeNull();
    const first = reconcileAward(paid, null, over(-1), heard);
    expect(first).toMatchObject({ drafts: [], award: { posted: 0n, revision: 0 } });
    expect(reconcileAward(paid, first?.award ?? null, earning, heard)?.drafts).toEqual([]);
  });

  test("one that was paid before it, and is heard of in it, earns when it is over", () => {
    expect(reconcileAward(paid, null, open(1), heard)).toBeNull();
    expect(reconcileAward(paid, null, over(1), heard)?.award.posted).toBe(50n);
  });

  test("the stroke of its beginning is paused, that of its end is not", () => {
    expect(reconcileAward(paid, null, over(0), heard)?.award.posted).toBe(0n);
    expect(reconcileAward(paid, null, over(-24), heard)?.award.posted).toBe(50n);
  });

  test("an edit adds nothing until it is over; what goes back takes its points in any case", () => {
    expect(reconcileAward(order(8000), awarded(50n), open(1), heard)?.drafts).toEqual([]);
    expect(reconcileAward(order(3000), awarded(50n), open(1), heard)?.drafts).toMatchObject([
      { kind: "reverse", points: 20n },
    ]);
    expect(reconcileAward(order(8000), awarded(50n), over(1), heard)?.drafts).toMatchObject([
      { kind: "earn", points: 30n },
    ]);
  });

  test("in it, an order that turns out to be somebody else's takes along what it gave, and no more", () => {
    const given = reconcileAward(order(8000, { customerId: "bob" }), awarded(50n), open(1), heard);
    expect(given?.drafts).toMatchObject([
      { kind: "reverse", customerId: "ann", points: 50n },
      { kind: "earn", customerId: "bob", points: 50n },
    ]);
  });
});

test("an order that turns out to be somebody else's takes its points along", () => {
  const given = reconcileAward(order(5000, { customerId: "bob" }), awarded(50n), earning, heard);
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

test("case 12: 14 → 3 days: an old order stays at 14, also for what an edit adds; a new one waits 3", () => {
  const waiting = (pendingDays: number) => ({ ...earning, rule: { ...rule, pendingDays } });
  const paidAt = order(1).paidAt as Date;
  const days = (count: number) => ({ until: new Date(paidAt.getTime() + count * 86_400_000) });
  const first = reconcileAward(order(5000), null, waiting(14), heard);
  expect(first?.drafts).toMatchObject([{ kind: "earn", points: 50n, wait: days(14) }]);
  const edited = reconcileAward(order(8000), first?.award ?? null, waiting(3), heard);
  expect(edited?.drafts).toMatchObject([{ kind: "earn", points: 30n, wait: days(14) }]);
  const fresh = reconcileAward(order(5000, { id: 992n }), null, waiting(3), heard);
  expect(fresh?.drafts).toMatchObject([{ kind: "earn", points: 50n, wait: days(3) }]);
});

test("what an edit adds is as old as its order, so that its dates do not depend on when it was heard of", () => {
  const first = reconcileAward(
    order(5000),
    null,
    { ...earning, rule: { ...rule, pendingDays: 14 } },
    heard,
  );
  const muchLater = { ...heard, occurredAt: new Date("2026-12-24T10:00:00Z") };
  const edited = reconcileAward(order(8000), first?.award ?? null, earning, muchLater);
  const paidAt = order(1).paidAt as Date;
  // The wait is over by then: they can be spent at once.
  const until = new Date(paidAt.getTime() + 14 * 86_400_000);
  expect(edited?.drafts).toMatchObject([
    {
      kind: "earn",
      points: 30n,
      earnedAt: paidAt,
      wait: { until },
      occurredAt: muchLater.occurredAt,
    },
  ]);
});

test("case 38: what a guest buys with a member's email earns for the member", () => {
  const given = reconcileAward(order(5000, { customerId: "member" }), null, earning, heard);
  expect(given?.drafts).toMatchObject([{ customerId: "member", points: 50n, wait: null }]);
});

test("case 39: a guest's points wait for the first sign-in; with the setting, none are given, then or later", () => {
  const guest = order(5000, { isGuest: true, awaitsSignIn: true });
  expect(reconcileAward(guest, null, earning, heard)?.drafts).toMatchObject([
    { kind: "earn", points: 50n, wait: "until_verified" },
  ]);
  const off = { ...earning, rule: { ...rule, guestPoints: "off" as const } };
  const first = reconcileAward(guest, null, off, heard);
  expect(first).toMatchObject({ drafts: [], award: { posted: 0n } });
  const signedIn = { ...guest, awaitsSignIn: false };
  expect(reconcileAward(signedIn, first?.award ?? null, earning, heard)?.drafts).toEqual([]);
});
