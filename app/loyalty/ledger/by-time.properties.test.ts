import fc from "fast-check";
import { expect, test } from "vitest";

import type { Expiry } from "#app/loyalty/program/expiry.ts";
import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";
import { daysAfter, SCRIPT_START } from "#tests/support/loyalty/ledger-scripts.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import type { LedgerTerms } from "./posting.ts";

// What is told of orders between two things that people do arrives in any order: whatever the settings, all ends the same.

const RUNS = 3_000;
const LAST_DAY = 240;
const day = (days: number) => daysAfter(SCRIPT_START, days);

/** Longer than until thirty days after the last thing that goes back: what does later has a date of its own in whichever lot it is put. */
const expiries = fc.oneof(
  fc.constant<Expiry>({ kind: "never" }),
  fc.record({
    kind: fc.constant("fixed" as const),
    every: fc.integer({ min: 130, max: 160 }),
    unit: fc.constant("days" as const),
    activity: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant("rolling" as const),
    every: fc.integer({ min: 130, max: 160 }),
    unit: fc.constant("days" as const),
    activity: fc.constantFrom(["earn", "redeem"] as const, [] as const),
  }),
);
const settings = fc.record({
  shortfall: fc.constantFrom("debt" as const, "debt" as const, "forgive" as const),
  debtLimit: fc.option(fc.bigInt(0n, 150n)),
  expiry: expiries,
  pendingDays: fc.constantFrom(0, 0, 5, 15),
});

/** An order, and what goes back of it: so many days later this many twelfths, at last perhaps all. */
const order = fc.record({
  paidOn: fc.nat(40),
  points: fc.bigInt(1n, 200n),
  refunds: fc.array(
    fc.record({ after: fc.integer({ min: 1, max: 25 }), share: fc.bigInt(1n, 4n) }),
    {
      maxLength: 3,
    },
  ),
  isAllBack: fc.boolean(),
});
const story = fc.record({
  settings,
  orders: fc.array(order, { minLength: 1, maxLength: 5 }),
  /** When points are spent, how many of those that are there, in twelfths, and how many come back, and when. */
  spendings: fc.array(
    fc.record({
      on: fc.nat(60),
      share: fc.bigInt(1n, 12n),
      back: fc.bigInt(0n, 4n),
      after: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 2 },
  ),
});
type Story = typeof story extends fc.Arbitrary<infer Some> ? Some : never;

/** Something that happened on a day: told of whenever it arrives, or done there and then. */
type StoryStep = { on: number; isTold: boolean; play: (ledger: TestLedger) => void };

function stepsOf({ orders, spendings, settings: { pendingDays } }: Story): StoryStep[] {
  const told = orders.flatMap(({ paidOn, points, refunds, isAllBack }, index) => {
    const orderId = BigInt(index + 1);
    // Not two things of an order in one moment.
    const at = (days: number) => day(days + (index + 1) / 100);
    const since = at(paidOn + pendingDays);
    const wait = pendingDays > 0 ? { wait: { until: since } } : {};
    const back = refunds.map(({ after, share }, nth) => ({
      on: paidOn + after + nth / 1_000,
      points: (points * share) / 12n,
    }));
    const left = back.reduce((sum, one) => sum - one.points, points);
    const all = isAllBack ? [...back, { on: paidOn + 26, points: left }] : back;
    const earn = (ledger: TestLedger) =>
      ledger.earn("ann", points, { orderId, at: at(paidOn), ...wait });
    const takings = all
      .filter((one) => one.points > 0n)
      .map((one) => {
        const goneAt = at(one.on) < since ? since : at(one.on);
        const traits = { orderId, at: at(one.on), countsFrom: goneAt };
        const play = (ledger: TestLedger) => ledger.takeBack("ann", one.points, traits);
        return { on: one.on, play };
      });
    // Of an order of which only a refund is known nothing is posted; then both are.
    let isPaid = false;
    const early: ((ledger: TestLedger) => unknown)[] = [];
    const paid = (ledger: TestLedger) => {
      isPaid = true;
      for (const play of [earn, ...early]) play(ledger);
    };
    return [
      { on: paidOn, isTold: true, play: paid },
      ...takings.map(({ on, play }) => ({
        on,
        isTold: true,
        play: (ledger: TestLedger) => void (isPaid ? play(ledger) : early.push(play)),
      })),
    ];
  });
  const spent = spendings.flatMap(({ on, share, back, after }, index) => {
    let held = 0n;
    const redemption = `code ${index}`;
    return [
      {
        on,
        isTold: false,
        play: (ledger: TestLedger) => {
          held = (ledger.account("ann").available * share) / 12n;
          if (held > 0n) ledger.spend("ann", held, redemption);
        },
      },
      {
        on: on + after,
        isTold: true,
        play: (ledger: TestLedger) => {
          const points = (held * back) / 4n;
          if (points > 0n)
            ledger.step("return", "ann", redemption, points, { at: day(on + after) });
        },
      },
    ];
  });
  return [...told, ...spent].toSorted((a, b) => a.on - b.on);
}

/** What is told between two things that are done, in another order. */
function shuffled(all: readonly StoryStep[], turn: () => number): StoryStep[] {
  const result: StoryStep[] = [];
  let between: StoryStep[] = [];
  const deal = () => {
    const dealt = between.map((one) => ({ one, turn: turn() })).toSorted((a, b) => a.turn - b.turn);
    result.push(...dealt.map(({ one }) => one));
    between = [];
  };
  for (const one of all) {
    if (one.isTold) between.push(one);
    else {
      deal();
      result.push(one);
    }
  }
  deal();
  return result;
}

function live({ settings: { pendingDays: _, ...terms } }: Story, all: readonly StoryStep[]) {
  const ledger = new TestLedger(terms satisfies Partial<LedgerTerms>, SCRIPT_START);
  ledger.account("ann");
  let today = 0;
  const wait = (until: number) => {
    today = Math.max(today, until);
    ledger.clock(day(today + 0.5));
  };
  for (const one of all) {
    wait(one.on);
    one.play(ledger);
    wait(one.on);
  }
  const balance = ledger.balance("ann");
  const lots = lotsOf(ledger);
  const wrong = ledger.wrong();
  wait(LAST_DAY);
  return { balance, lots, later: [ledger.balance("ann"), lotsOf(ledger)], wrong, ledger };
}

/** What is left of each order's points, and until when. */
function lotsOf(ledger: TestLedger): [string, bigint][] {
  const lots = new Map<string, bigint>();
  for (const { orderId, remaining, pending, expiresAt } of ledger.lots("ann")) {
    const name = `${orderId}${pending ? " pending" : ""} until ${expiresAt?.toISOString()}`;
    lots.set(name, (lots.get(name) ?? 0n) + remaining);
  }
  return [...lots].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

test("property 5: balances and lots end the same whatever is heard of first, under any settings", () => {
  const everything = fc.property(story, fc.infiniteStream(fc.nat()), (some, turns) => {
    const told = live(some, stepsOf(some));
    const anyOrder = live(
      some,
      shuffled(stepsOf(some), () => turns.next().value as number),
    );
    expect(told.wrong).toEqual([]);
    expect(anyOrder.wrong).toEqual([]);
    expect(anyOrder.balance).toEqual(told.balance);
    expect(anyOrder.lots).toEqual(told.lots);
    expect(anyOrder.later).toEqual(told.later);
  });
  assertRandomly(everything, RUNS);
});
