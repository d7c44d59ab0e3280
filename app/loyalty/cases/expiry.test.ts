import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";

import { type Expiry, expiryOf, redated, warnedFrom } from "../program/expiry.ts";

const fixed = (every: number, unit: "days" | "months"): Expiry => ({
  kind: "fixed",
  every,
  unit,
  activity: [],
});
const rolling = (months: number, activity: ("earn" | "redeem" | "adjust")[]): Expiry => ({
  kind: "rolling",
  every: months,
  unit: "months",
  activity,
});
const on = (day: string) => new Date(`${day}T10:00:00Z`);
const nightAfter = (day: string) => new Date(`${day}T23:59:59.999Z`);

test("case 25: points go back to a lot that has expired 1 Jun, on 15 Jun → 15 Jul", () => {
  const ledger = new TestLedger({ expiry: fixed(1, "months") }, on("2026-05-01"));
  ledger.earn("ann", 100n, { orderId: 1n });
  expect(ledger.dates("ann")).toEqual([[100, "2026-06-01"]]);
  ledger.spend("ann", 60n, "reward");
  ledger.clock(on("2026-06-15"));
  expect(ledger.balance("ann").available).toBe(0);

  ledger.step("return", "ann", "reward", 60n);
  expect(ledger.dates("ann")).toEqual([[60, "2026-07-15"]]);
  expect(ledger.lots("ann")[0]).toMatchObject({ orderId: 1n, originLotId: expect.any(String) });
  expect(ledger.wrong()).toEqual([]);
  ledger.clock(nightAfter("2026-07-15"));
  expect(ledger.balance("ann").available).toBe(0);
});

test("case 25: a date that is further away than that stays, and the points go back into their own lot", () => {
  const ledger = new TestLedger({ expiry: fixed(12, "months") }, on("2026-05-01"));
  ledger.earn("ann", 100n);
  ledger.spend("ann", 60n, "reward");
  ledger.clock(on("2026-06-15"));
  ledger.step("return", "ann", "reward", 40n);
  ledger.step("return", "ann", "reward", 20n);
  expect(ledger.dates("ann")).toEqual([[100, "2027-05-01"]]);
  expect(ledger.step("return", "ann", "reward", 1n)).toEqual({ outcome: "short", available: 0n });
  expect(ledger.wrong()).toEqual([]);
});

test("case 25: a hold that is let go changes no date, unless it is over: trying to redeem buys no time", () => {
  const ledger = new TestLedger({ expiry: fixed(1, "months") }, on("2026-05-01"));
  ledger.earn("ann", 100n);
  ledger.step("hold", "ann", "first", 100n);
  ledger.clock(on("2026-05-31"));
  ledger.step("void", "ann", "first", 100n);
  expect(ledger.dates("ann")).toEqual([[100, "2026-06-01"]]);

  ledger.step("hold", "ann", "second", 100n);
  ledger.clock(on("2026-06-15"));
  ledger.step("void", "ann", "second", 100n);
  expect(ledger.dates("ann")).toEqual([[100, "2026-07-15"]]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 25: of a reward from two lots, what goes back first is what expires last", () => {
  const ledger = new TestLedger({ expiry: fixed(12, "months") }, on("2026-01-01"));
  ledger.earn("ann", 100n);
  ledger.batch.at = on("2026-03-01");
  ledger.earn("ann", 100n);
  ledger.spend("ann", 150n, "reward");
  ledger.step("return", "ann", "reward", 80n);
  expect(ledger.dates("ann")).toEqual([
    [30, "2027-01-01"],
    [100, "2027-03-01"],
  ]);
});

test("case 25: points that go back after the expiry was switched off never expire; after it was switched on they do", () => {
  const ledger = new TestLedger({ expiry: fixed(1, "months") }, on("2026-05-01"));
  ledger.earn("ann", 100n);
  ledger.spend("ann", 100n, "first");
  ledger.batch.terms = { ...ledger.batch.terms, expiry: { kind: "never" } };
  ledger.earn("ann", 50n);
  ledger.spend("ann", 50n, "second");
  ledger.step("return", "ann", "first", 100n);
  expect(ledger.dates("ann")).toEqual([[100, null]]);

  ledger.batch.terms = {
    ...ledger.batch.terms,
    expiry: fixed(12, "months"),
    expirySince: on("2026-06-01"),
  };
  ledger.step("return", "ann", "second", 50n);
  expect(ledger.dates("ann")).toEqual([
    [50, "2027-06-01"],
    [100, null],
  ]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 26: 100 expiring + 100, spend 100 → 100 left after expiry, not 0", () => {
  const ledger = new TestLedger({ expiry: fixed(12, "months") }, on("2026-01-01"));
  ledger.earn("ann", 100n);
  ledger.batch.at = on("2026-06-01");
  ledger.earn("ann", 100n);
  ledger.spend("ann", 100n);
  const [spentFrom] = ledger.uses;
  expect(ledger.batch.lots.get("ann")?.find(({ id }) => id === spentFrom?.lotId)).toMatchObject({
    earnedAt: on("2026-01-01"),
    remaining: 0n,
  });
  ledger.clock(on("2027-01-02"));
  expect(ledger.balance("ann").available).toBe(100);
  expect(ledger.wrong()).toEqual([]);
});

test("case 27: switched on on 1 Mar 2026 with 12 months → nothing expires before 1 Mar 2027", () => {
  const terms = {
    expiry: fixed(12, "months"),
    expirySince: on("2026-03-01"),
    timezone: "UTC",
  };
  const old = redated(terms, on("2024-05-05"), null);
  expect(old).toEqual(nightAfter("2027-03-01"));
  expect(redated(terms, on("2024-05-05"), old)).toEqual(old);
  // What is heard of only now, but was earned before.
  expect(expiryOf(terms, on("2025-12-24"))).toEqual(nightAfter("2027-03-01"));
  expect(expiryOf(terms, on("2026-04-01"))).toEqual(nightAfter("2027-04-01"));
});

test("case 27: a period that is made shorter leaves dates that were nearer, and takes none before a full new period", () => {
  const terms = {
    expiry: fixed(6, "months"),
    expirySince: on("2026-03-01"),
    timezone: "UTC",
  };
  const soon = nightAfter("2026-04-10");
  expect(redated(terms, on("2024-04-10"), soon)).toEqual(soon);
  expect(redated(terms, on("2026-02-01"), nightAfter("2028-02-01"))).toEqual(
    nightAfter("2026-09-01"),
  );
  expect(redated({ ...terms, expiry: { kind: "never" } }, on("2024-04-10"), soon)).toBeNull();
});

test("case 28: with rolling expiry, earning and redeeming move the date; manual +10 does not", () => {
  const ledger = new TestLedger({ expiry: rolling(6, ["earn", "redeem"]) }, on("2026-01-01"));
  ledger.earn("ann", 100n);
  expect(ledger.dates("ann")).toEqual([[100, "2026-07-01"]]);

  ledger.batch.at = on("2026-02-01");
  ledger.adjust("ann", 10n);
  expect(ledger.dates("ann")).toEqual([
    [100, "2026-07-01"],
    [10, "2026-07-01"],
  ]);

  ledger.batch.at = on("2026-03-01");
  ledger.spend("ann", 50n);
  expect(ledger.dates("ann")).toEqual([
    [50, "2026-09-01"],
    [10, "2026-09-01"],
  ]);

  ledger.batch.at = on("2026-04-01");
  ledger.earn("ann", 1n, { at: on("2026-03-15") });
  expect(ledger.dates("ann").map(([, day]) => day)).toEqual([
    "2026-09-15",
    "2026-09-15",
    "2026-09-15",
  ]);
  // Heard of late: what was done before moves nothing back.
  ledger.earn("ann", 1n, { at: on("2026-02-02") });
  expect(new Set(ledger.dates("ann").map(([, day]) => day))).toEqual(new Set(["2026-09-15"]));
  ledger.clock(nightAfter("2026-09-15"));
  expect(ledger.balance("ann").available).toBe(0);
  expect(ledger.wrong()).toEqual([]);
});

test("case 28, settings: the list says what counts", () => {
  const ledger = new TestLedger({ expiry: rolling(6, ["adjust"]) }, on("2026-01-01"));
  ledger.earn("ann", 100n);
  ledger.batch.at = on("2026-02-01");
  ledger.spend("ann", 50n);
  expect(ledger.dates("ann")).toEqual([[50, "2026-07-01"]]);
  ledger.adjust("ann", 10n);
  expect(ledger.dates("ann")).toEqual([
    [50, "2026-08-01"],
    [10, "2026-08-01"],
  ]);
});

test("case 28: a gift to somebody whose points are long gone has its own full period", () => {
  const ledger = new TestLedger({ expiry: rolling(6, ["earn", "redeem"]) }, on("2024-01-01"));
  ledger.earn("ann", 100n);
  ledger.clock(on("2026-01-01"));
  ledger.adjust("ann", 10n);
  expect(ledger.dates("ann")).toEqual([[10, "2026-07-01"]]);
});

test("case 29: 31 Jan + 1 month → 28 Feb, end of day, in the shop's time zone", () => {
  const terms = (timezone: string) => ({
    expiry: fixed(1, "months"),
    expirySince: null,
    timezone,
  });
  const start = on("2026-01-31");
  expect(expiryOf(terms("UTC"), start)?.toISOString()).toBe("2026-02-28T23:59:59.999Z");
  expect(expiryOf(terms("America/New_York"), start)?.toISOString()).toBe(
    "2026-03-01T04:59:59.999Z",
  );
  // Late in the evening in London it is the next day in Auckland already.
  const evening = new Date("2026-01-30T20:00:00Z");
  expect(expiryOf(terms("Pacific/Auckland"), evening)?.toISOString()).toBe(
    "2026-02-28T10:59:59.999Z",
  );
  const leap = on("2028-01-31");
  expect(expiryOf(terms("UTC"), leap)?.toISOString()).toBe("2028-02-29T23:59:59.999Z");
});

test("case 29: a zone that nobody knows is read as UTC, and summer time costs nobody an hour", () => {
  const terms = { expiry: fixed(1, "days"), expirySince: null, timezone: "Mars/Olympus" };
  expect(expiryOf(terms, on("2026-03-28"))?.toISOString()).toBe("2026-03-29T23:59:59.999Z");
  expect(expiryOf({ ...terms, timezone: "Europe/Berlin" }, on("2026-03-28"))?.toISOString()).toBe(
    "2026-03-29T21:59:59.999Z",
  );
});

test("case 30: 1 Jan, 30 days pending, 365 → 31 Jan next year: the clock starts at release", () => {
  const ledger = new TestLedger({ expiry: fixed(365, "days") }, on("2026-01-01"));
  ledger.earn("ann", 100n, { wait: { until: on("2026-01-31") } });
  expect(ledger.dates("ann")).toEqual([[100, null]]);
  // However late somebody looks.
  ledger.clock(on("2026-02-03"));
  expect(ledger.dates("ann")).toEqual([[100, "2027-01-31"]]);

  const late = new TestLedger({ expiry: fixed(365, "days") }, on("2026-03-01"));
  late.earn("ann", 100n, { at: on("2026-01-01"), wait: { until: on("2026-01-31") } });
  expect(late.dates("ann")).toEqual([[100, "2027-01-31"]]);
});

test("case 31: 460 of 500: 14 days more, once, and one message", () => {
  const near = { percent: 90, days: 14, cheapest: 500n };
  const ledger = new TestLedger({ expiry: fixed(1, "months") }, on("2026-01-01"));
  ledger.earn("ann", 460n);
  ledger.earn("bob", 440n);
  const messages = ledger.clock(nightAfter("2026-02-01"), near);
  expect(messages).toMatchObject([
    { customerId: "ann", points: 460n, extendedTo: nightAfter("2026-02-15") },
  ]);
  expect(ledger.balance("bob").available).toBe(0);
  expect(ledger.dates("ann")).toEqual([[460, "2026-02-15"]]);
  expect(ledger.clock(on("2026-02-10"), near)).toEqual([]);
  expect(ledger.clock(nightAfter("2026-02-15"), near)).toEqual([]);
  expect(ledger.balance("ann").available).toBe(0);
  expect(ledger.wrong()).toEqual([]);
});

test("case 31, settings: without it 460 of 500 expire on their day", () => {
  const ledger = new TestLedger({ expiry: fixed(1, "months") }, on("2026-01-01"));
  ledger.earn("ann", 460n);
  ledger.clock(nightAfter("2026-02-01"));
  expect(ledger.balance("ann").available).toBe(0);
});

test("points are warned of 30 days before they expire, or halfway where they live shorter", () => {
  const terms = { expirySince: null, timezone: "UTC" };
  const at = on("2026-01-01");
  expect(warnedFrom({ ...terms, expiry: fixed(12, "months") }, at)).toEqual(on("2026-01-31"));
  expect(warnedFrom({ ...terms, expiry: fixed(20, "days") }, at)).toEqual(on("2026-01-11"));
  expect(warnedFrom({ ...terms, expiry: { kind: "never" } }, at)).toBeNull();
});
