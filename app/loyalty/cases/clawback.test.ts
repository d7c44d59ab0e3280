import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";

const JUNE = new Date("2027-06-30T22:00:00Z");

test("case 9: earn 100, spend 100, refund → available 0, debt 100; then earn 150 → available 50, debt 0", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { orderId: 1n });
  ledger.spend("ann", 100n);
  ledger.takeBack("ann", 100n, { orderId: 1n });
  expect(ledger.balance("ann")).toEqual({ available: 0, pending: 0, held: 0, debt: 100 });
  expect(ledger.batch.entered.at(-1)?.entry).toMatchObject({
    debtDelta: 100n,
    outside: "revoked",
    outsideDelta: 100n,
  });

  ledger.earn("ann", 150n, { orderId: 2n });
  expect(ledger.balance("ann")).toEqual({ available: 50, pending: 0, held: 0, debt: 0 });
  expect(ledger.lots("ann")).toMatchObject([{ original: 150n, remaining: 50n, orderId: 2n }]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 9: every credit repays debt first: released, unused, returned and given points, too", () => {
  const inDebt = () => {
    const ledger = new TestLedger();
    ledger.earn("ann", 100n, { orderId: 1n });
    return ledger;
  };
  const released = inDebt();
  released.earn("ann", 150n, { orderId: 2n, wait: { until: JUNE } });
  released.spend("ann", 100n);
  released.takeBack("ann", 100n, { orderId: 1n });
  expect(released.balance("ann")).toEqual({ available: 0, pending: 150, held: 0, debt: 100 });
  released.clock(JUNE);
  expect(released.balance("ann")).toEqual({ available: 50, pending: 0, held: 0, debt: 0 });

  const unused = inDebt();
  unused.step("hold", "ann", "r", 100n);
  unused.takeBack("ann", 60n, { orderId: 1n });
  expect(unused.balance("ann")).toEqual({ available: 0, pending: 0, held: 100, debt: 60 });
  unused.step("void", "ann", "r", 100n);
  expect(unused.balance("ann")).toEqual({ available: 40, pending: 0, held: 0, debt: 0 });

  const returned = inDebt();
  returned.spend("ann", 100n, "r");
  returned.takeBack("ann", 60n, { orderId: 1n });
  returned.step("return", "ann", "r", 100n);
  expect(returned.balance("ann")).toEqual({ available: 40, pending: 0, held: 0, debt: 0 });

  const given = inDebt();
  given.spend("ann", 100n);
  given.takeBack("ann", 60n, { orderId: 1n });
  given.adjust("ann", 100n);
  expect(given.balance("ann")).toEqual({ available: 40, pending: 0, held: 0, debt: 0 });
  for (const ledger of [released, unused, returned, given]) expect(ledger.wrong()).toEqual([]);
});

test("case 9, settings: the shortfall is forgiven, or owed up to a limit, and the entry says so", () => {
  const refundOfSpent = (terms: object) => {
    const ledger = new TestLedger(terms);
    ledger.earn("ann", 100n, { orderId: 1n });
    ledger.spend("ann", 100n);
    ledger.takeBack("ann", 100n, { orderId: 1n });
    const { reason } = ledger.batch.entered.at(-1)?.entry ?? {};
    return { debt: ledger.balance("ann").debt, forgiven: reason?.forgiven, wrong: ledger.wrong() };
  };
  expect(refundOfSpent({ shortfall: "forgive" })).toEqual({ debt: 0, forgiven: "100", wrong: [] });
  expect(refundOfSpent({ debtLimit: 30n })).toEqual({ debt: 30, forgiven: "70", wrong: [] });
});

test("case 9, settings: a limit that was lowered takes nothing back from who owes more", () => {
  const ledger = new TestLedger({ debtLimit: 80n });
  ledger.takeBack("ann", 80n);
  ledger.batch.terms = { ...ledger.batch.terms, debtLimit: 50n };
  ledger.takeBack("ann", 10n);
  expect(ledger.balance("ann").debt).toBe(80);
});

test("case 9, settings: what was forgiven is made up for by spent points that come back, and by nothing else", () => {
  const ledger = new TestLedger({ debtLimit: 20n });
  ledger.earn("ann", 100n, { orderId: 1n });
  ledger.spend("ann", 100n, "code");
  ledger.takeBack("ann", 100n, { orderId: 1n });
  expect(ledger.balance("ann")).toMatchObject({ available: 0, debt: 20 });
  ledger.batch.at = new Date("2026-01-02T10:00:00Z");
  ledger.earn("ann", 50n, { orderId: 2n });
  expect(ledger.balance("ann")).toMatchObject({ available: 30, debt: 0 });

  ledger.step("return", "ann", "code", 100n);
  const entries = ledger.batch.entered.map(({ entry }) => entry);
  expect(entries.find(({ reason }) => reason.code === "forgiven_made_up")).toMatchObject({
    kind: "reverse",
    outsideDelta: 80n,
    forgiven: -80n,
    reason: { points: "80" },
  });
  expect(ledger.balance("ann")).toMatchObject({ available: 50, debt: 0 });
  expect(ledger.lots("ann")).toMatchObject([{ orderId: 2n, remaining: 50n }]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 9, settings: a shortfall is one of the day of the refund, also when that is heard of after a later order", () => {
  const day = (date: number) => new Date(Date.UTC(2026, 0, date, 10));
  const ledger = new TestLedger({ shortfall: "forgive" });
  ledger.earn("ann", 100n, { orderId: 1n, at: day(1) });
  ledger.batch.at = day(2);
  ledger.spend("ann", 100n);
  ledger.batch.at = day(9);
  ledger.earn("ann", 50n, { orderId: 2n, at: day(9) });
  ledger.takeBack("ann", 100n, { orderId: 1n, at: day(7) });
  expect(ledger.balance("ann")).toMatchObject({ available: 50, debt: 0 });
  // Earned before the refund, and heard of last: it pays for what was forgiven.
  ledger.earn("ann", 30n, { orderId: 3n, at: day(5) });
  expect(ledger.balance("ann")).toMatchObject({ available: 50, debt: 0 });
  expect(ledger.wrong()).toEqual([]);
});

test("case 10: of an order that is heard of late points were spent before those of a later one", () => {
  const day = (date: number) => new Date(Date.UTC(2026, 0, date, 10));
  const ledger = new TestLedger({}, day(20));
  ledger.earn("ann", 100n, { orderId: 2n, at: day(10) });
  ledger.spend("ann", 60n);
  ledger.earn("ann", 40n, { orderId: 1n, at: day(5) });
  expect(ledger.batch.entered.at(-1)?.entry).toMatchObject({
    kind: "reallocate",
    availableDelta: 0n,
    outsideDelta: 0n,
  });
  expect(ledger.lots("ann")).toMatchObject([{ orderId: 2n, remaining: 80n }]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 10: what went back before it could expire did not expire; what has expired is not taken back again", () => {
  const day = (date: number) => new Date(Date.UTC(2026, 0, date, 10));
  const ledger = new TestLedger(
    { expiry: { kind: "fixed", every: 10, unit: "days", activity: [] } },
    day(1),
  );
  ledger.earn("ann", 100n, { orderId: 1n, at: day(1) });
  ledger.clock(day(15));
  ledger.earn("ann", 30n, { orderId: 2n, at: day(15) });
  ledger.takeBack("ann", 40n, { orderId: 1n, at: day(3) });
  ledger.takeBack("ann", 60n, { orderId: 1n, at: day(14) });
  expect(ledger.balance("ann")).toMatchObject({ available: 30, debt: 0 });
  const outside = (kind: string) =>
    ledger.batch.entered
      .filter(({ entry }) => entry.outside === kind)
      .reduce((sum, { entry }) => sum + entry.outsideDelta, 0n);
  expect([outside("expired"), outside("revoked")]).toEqual([0n, 100n]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 10: orders A 100, B 100; refund B → A 100, B 0", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { orderId: 1n });
  ledger.earn("ann", 100n, { orderId: 2n });
  ledger.takeBack("ann", 100n, { orderId: 2n });
  expect(ledger.lots("ann")).toMatchObject([{ orderId: 1n, remaining: 100n }]);
});

test("case 10: after the order's own lot pays the soonest to expire, never-expiring ones last, and then debt", () => {
  const ledger = new TestLedger({
    expiry: { kind: "fixed", every: 1, unit: "months", activity: [] },
  });
  ledger.earn("ann", 10n, { orderId: 1n });
  ledger.earn("ann", 10n, { orderId: 2n, at: new Date("2026-01-05T10:00:00Z") });
  ledger.batch.terms = { ...ledger.batch.terms, expiry: { kind: "never" } };
  ledger.earn("ann", 10n, { orderId: 3n });
  const paid = () => ledger.lots("ann").map(({ orderId }) => orderId);
  ledger.takeBack("ann", 10n, { orderId: 9n });
  expect(paid()).toEqual([2n, 3n]);
  ledger.takeBack("ann", 10n, { orderId: 9n });
  expect(paid()).toEqual([3n]);
  ledger.takeBack("ann", 15n, { orderId: 9n });
  expect(ledger.balance("ann")).toMatchObject({ available: 0, debt: 5 });
});

test("case 10: what was given by something else than an order is taken from its own lot, too", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { key: "earn.bonus" });
  ledger.earn("ann", 100n, { key: "earn.review" });
  ledger.takeBack("ann", 40n, { undoes: "earn.review" });
  expect(ledger.lots("ann").map(({ remaining }) => remaining)).toEqual([100n, 60n]);
});

test("case 11: 100 pending, 40 refunded → 60 pending", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { orderId: 1n, wait: { until: JUNE } });
  ledger.takeBack("ann", 40n, { orderId: 1n });
  expect(ledger.balance("ann")).toEqual({ available: 0, pending: 60, held: 0, debt: 0 });
  expect(ledger.wrong()).toEqual([]);
});

test("case 11: an order's pending points pay before its available ones, and neither do another order's pending ones", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { orderId: 1n });
  ledger.earn("ann", 20n, { orderId: 1n, wait: { until: JUNE } }); // It was edited later.
  ledger.earn("ann", 100n, { orderId: 2n, wait: { until: JUNE } });
  ledger.takeBack("ann", 50n, { orderId: 1n });
  expect(ledger.balance("ann")).toEqual({ available: 70, pending: 100, held: 0, debt: 0 });
});

test("case 11: another order's pending points stay; the debt beside them is the same whichever came first", () => {
  const play = (refundFirst: boolean) => {
    const ledger = new TestLedger();
    ledger.earn("ann", 100n, { orderId: 1n });
    ledger.spend("ann", 100n);
    const steps = [
      () => ledger.takeBack("ann", 100n, { orderId: 1n }),
      () => ledger.earn("ann", 150n, { orderId: 2n, wait: { until: JUNE } }),
    ];
    for (const step of refundFirst ? steps : steps.reverse()) step();
    const before = ledger.balance("ann");
    ledger.clock(JUNE);
    return [before, ledger.balance("ann")];
  };
  expect(play(true)).toEqual([
    { available: 0, pending: 150, held: 0, debt: 100 },
    { available: 50, pending: 0, held: 0, debt: 0 },
  ]);
  expect(play(false)).toEqual(play(true));
});

test("case 12: points go on waiting as long as they were told to; those whose waiting is over at once do not wait", () => {
  const ledger = new TestLedger({}, new Date("2026-01-10T10:00:00Z"));
  ledger.earn("ann", 10n, { wait: { until: new Date("2026-01-15T10:00:00Z") } }); // 14 days of an old order
  ledger.earn("ann", 5n, { wait: { until: new Date("2026-01-13T10:00:00Z") } }); // 3 days of a new one
  ledger.earn("ann", 1n, { wait: { until: new Date("2026-01-09T10:00:00Z") } }); // heard of late
  expect(ledger.balance("ann")).toMatchObject({ available: 1, pending: 15 });
  ledger.clock(new Date("2026-01-13T10:00:00Z"));
  expect(ledger.balance("ann")).toMatchObject({ available: 6, pending: 10 });
  ledger.clock(new Date("2026-01-13T11:00:00Z"));
  ledger.clock(new Date("2026-01-15T10:00:00Z"));
  expect(ledger.balance("ann")).toMatchObject({ available: 16, pending: 0 });
  expect(ledger.wrong()).toEqual([]);
});

test("case 13: a refund as store credit takes points back as cash does, and spending it earns again: +100, −100, +100", () => {
  const ledger = new TestLedger();
  ledger.earn("ann", 100n, { orderId: 1n });
  ledger.takeBack("ann", 100n, { orderId: 1n });
  ledger.earn("ann", 100n, { orderId: 2n });
  expect(ledger.balance("ann").available).toBe(100);
});
