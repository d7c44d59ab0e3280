import fc from "fast-check";
import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";
import {
  type Act,
  acts,
  daysAfter,
  ORDERS,
  SCRIPT_START,
  someTerms,
} from "#tests/support/loyalty/ledger-scripts.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import { IdempotencyKeyReused, lotsToWrite, type PostOutcome } from "./ledger-batch.ts";
import type { Account, Lot } from "./ledger-entry.ts";
import { inOrderOfUse, spendable } from "./lots.ts";
import type { LedgerTerms } from "./posting.ts";
import { replay, sumOfPostings } from "./audit/replay.ts";

const RUNS = 2_000;
const people = ["ann", "bob", "cy"] as const;
// "max" makes long scripts as likely as short ones: much of what goes wrong needs a history.
const scripts = fc.array(acts(people.length), { maxLength: 60, size: "max" });

type Watch = {
  before?: (ledger: TestLedger, act: Act) => void;
  after?: (ledger: TestLedger, act: Act, outcome: PostOutcome | null) => void;
};

/** Plays a script. Merged people act on as if they were apart, as a batch that was late would have it. */
function play(script: Act[], terms: LedgerTerms, watch: Watch = {}): TestLedger {
  const ledger = new TestLedger(terms, SCRIPT_START);
  for (const person of people) ledger.account(person);
  for (const act of script) {
    watch.before?.(ledger, act);
    const outcome = doIt(ledger, act);
    watch.after?.(ledger, act, outcome);
  }
  return ledger;
}

function doIt(ledger: TestLedger, act: Act): PostOutcome | null {
  if (act.do === "clock") {
    ledger.clock(daysAfter(ledger.batch.at, act.days));
    return null;
  }
  const who = people[act.who] as string;
  if (act.do === "merge") {
    if (act.who !== act.to) ledger.merge(who, people[act.to] as string);
    return null;
  }
  if (act.do === "earn") {
    const { points, orderId, waitDays } = act;
    const wait = waitDays === null ? {} : { wait: { until: daysAfter(ledger.batch.at, waitDays) } };
    return ledger.earn(who, points, { orderId, ...wait });
  }
  if (act.do === "takeBack") return ledger.takeBack(who, act.points, { orderId: act.orderId });
  if (act.do === "adjust") return ledger.adjust(who, act.points);
  // A redemption belongs to who began it; after a merge others would step in, which no caller does.
  return ledger.step(act.do, who, `${who}.${act.redemption}`, act.points);
}

/** Merges take redemptions along, which these scripts do not follow. */
const withoutMerges = scripts.map((script) => script.filter((act) => act.do !== "merge"));

test("properties 1 to 4: whatever is posted, it sums to zero, replays, reconciles with its lots, and nothing is negative", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    const ledger = play(script, terms);
    expect(ledger.wrong()).toEqual([]);
    for (const person of people) {
      const entries = ledger.batch.entered
        .map(({ entry }) => entry)
        .filter(({ customerId }) => customerId === person);
      const { activeAt: _, spent: _spent, ...stored } = ledger.account(person);
      expect(replay(person, entries)).toMatchObject(stored);
    }
    for (const { entry } of ledger.batch.entered) expect(sumOfPostings(entry)).toBe(0n);
    for (const lot of [...ledger.batch.lots.values()].flat())
      expect(lot.remaining >= 0n && lot.remaining <= lot.original).toBe(true);
    expect(lotsToWrite(ledger.batch).changed).toEqual([]);
  });
  assertRandomly(everything, RUNS);
});

test("property 4: after every single entry, debt and available points never stand side by side", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    for (const { account } of play(script, terms).batch.entered) expectPossible(account);
  });
  assertRandomly(everything, RUNS);
});

function expectPossible({ available, pending, held, debt }: Account): void {
  expect([available, pending, held, debt].every((balance) => balance >= 0n)).toBe(true);
  expect(available === 0n || debt === 0n).toBe(true);
}

test("property 6: the same key is one entry, and with other content an error", () => {
  const some = fc.bigInt(1n, 300n);
  const everything = fc.property(some, some, someTerms, (points, others, terms) => {
    const ledger = new TestLedger(terms);
    ledger.earn("ann", points, { key: "earn.order.1" });
    expect(ledger.earn("ann", points, { key: "earn.order.1" }).outcome).toBe("known");
    expect(ledger.batch.entered).toHaveLength(1);
    expect(() => ledger.earn("bob", points, { key: "earn.order.1" })).toThrow(IdempotencyKeyReused);
    expect(() => ledger.takeBack("ann", points, { key: "earn.order.1" })).toThrow(
      IdempotencyKeyReused,
    );
    if (points === others) return;
    expect(() => ledger.earn("ann", others, { key: "earn.order.1" })).toThrow(IdempotencyKeyReused);
  });
  assertRandomly(everything, RUNS);
});

test("properties 8 and 9: no redemption gives back more than it took, and what is captured and released of a hold is what was held", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    const ledger = play(script, terms);
    const sums = new Map<string, Record<string, bigint>>();
    for (const { entry } of ledger.batch.entered) {
      if (entry.redemptionId === null) continue;
      const sum = sums.get(entry.redemptionId) ?? { hold: 0n, capture: 0n, void: 0n, return: 0n };
      const moved = entry.kind === "return" ? -entry.outsideDelta : entry.heldDelta;
      sum[entry.kind] = (sum[entry.kind] ?? 0n) + (moved < 0n ? -moved : moved);
      sums.set(entry.redemptionId, sum);
    }
    for (const [id, { hold = 0n, capture = 0n, void: let_go = 0n, return: back = 0n }] of sums) {
      expect(back <= capture).toBe(true);
      expect(capture + let_go <= hold).toBe(true);
      const { held, captured } = ledger.batch.redemptions.get(id) ?? {};
      expect(held).toBe(hold - capture - let_go);
      expect(captured).toBe(capture - back);
    }
  });
  assertRandomly(everything, RUNS);
});

test("property 10: what expires soonest is spent first, and what never expires last", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    let before: Lot[] = [];
    play(script, terms, {
      before: (ledger, act) => {
        before = "who" in act ? spendable(ledger.lots(people[act.who] as string)) : [];
      },
      after: (ledger, act, outcome) => {
        if (act.do !== "hold" || outcome?.outcome !== "posted") return;
        const left = new Map(
          (ledger.batch.lots.get(people[act.who] as string) ?? []).map((lot) => [lot.id, lot]),
        );
        const taken = inOrderOfUse(before).map(
          ({ id, remaining }) => remaining - (left.get(id)?.remaining ?? 0n),
        );
        const untouched = taken.findIndex((some) => some === 0n);
        if (untouched >= 0) expect(taken.slice(untouched).every((some) => some === 0n)).toBe(true);
        const partly = inOrderOfUse(before).findIndex(
          ({ remaining }, index) => (taken[index] as bigint) < remaining,
        );
        if (partly >= 0) expect(taken.slice(partly + 1).every((some) => some === 0n)).toBe(true);
      },
    });
  });
  assertRandomly(everything, RUNS);
});

test("property 11: expiry takes only what remains, and running it again does nothing", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    const ledger = play(script, terms);
    // Points that are released on the way expire on the way, too, but for what they repay.
    const left = people
      .map((person) => ledger.account(person))
      .map(({ available, pending, debt }) => available + pending - debt)
      .reduce((sum, points) => (points > 0n ? sum + points : sum), 0n);
    const from = ledger.batch.entered.length;
    const far = daysAfter(ledger.batch.at, 100_000);
    ledger.clock(far);
    const expired = ledger.batch.entered
      .slice(from)
      .filter(({ entry }) => entry.kind === "expire")
      .reduce((sum, { entry }) => sum + entry.outsideDelta, 0n);
    expect(expired).toBe(terms.expiry.kind === "never" ? 0n : left);
    const entries = ledger.batch.entered.length;
    ledger.clock(far);
    expect(ledger.batch.entered).toHaveLength(entries);
    expect(ledger.wrong()).toEqual([]);
  });
  assertRandomly(everything, RUNS);
});

test("property 12: merging keeps what everyone has together, and the dates of what is left", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    const ledger = play(script, terms);
    const before = worth(ledger);
    const dates = datesOf(ledger, "ann", "bob");
    const debts = ledger.account("ann").debt + ledger.account("bob").debt;
    ledger.merge("ann", "bob");
    expect(worth(ledger)).toEqual(before);
    const after = datesOf(ledger, "ann", "bob");
    // What a debt took is all that is missing.
    const missing = [...dates].reduce(
      (sum, [date, points]) => sum + points - (after.get(date) ?? 0n),
      0n,
    );
    expect([...after.keys()].every((date) => dates.has(date))).toBe(true);
    expect(missing).toBe(debts - ledger.account("bob").debt);
    expect(ledger.balance("ann")).toEqual({ available: 0, pending: 0, held: 0, debt: 0 });
  });
  assertRandomly(everything, RUNS);
});

test("property 13: redeeming, expiring and adjusting never change the qualifying counter", () => {
  const everything = fc.property(withoutMerges, someTerms, (script, terms) => {
    for (const { entry } of play(script, terms).batch.entered) {
      if (entry.kind === "earn" || entry.kind === "reverse") continue;
      expect(entry.qualifyingDelta).toBe(0n);
    }
  });
  assertRandomly(everything, RUNS);
});

test("property 7: however an order's points are taken back, no more goes back than it gave, and all of it nets zero", () => {
  const parts = fc.array(fc.bigInt(1n, 50n), { minLength: 1, maxLength: 6 });
  const everything = fc.property(parts, withoutMerges, (split, script) => {
    const whole = split.reduce((sum, part) => sum + part, 0n);
    const net = (drafts: bigint[]) => {
      const ledger = play(script, { ...plain });
      const own = ORDERS + 1n;
      const before = worth(ledger).net;
      ledger.earn("ann", whole, { orderId: own });
      for (const part of drafts) ledger.takeBack("ann", part, { orderId: own });
      expect(worth(ledger).net).toBe(before);
      return ledger.balance("ann");
    };
    expect(net(split)).toEqual(net([whole]));
  });
  assertRandomly(everything, 1_000);
});

const plain: LedgerTerms = {
  shortfall: "debt",
  debtLimit: null,
  expiry: { kind: "never" },
  expirySince: null,
  timezone: "UTC",
};

function worth(ledger: TestLedger): { net: bigint; qualifying: bigint } {
  const accounts = people.map((person) => ledger.account(person));
  return {
    net: accounts.reduce(
      (sum, { available, pending, held, debt }) => sum + available + pending + held - debt,
      0n,
    ),
    qualifying: accounts.reduce((sum, { qualifying }) => sum + qualifying, 0n),
  };
}

/** Points by when they expire or are released. */
function datesOf(ledger: TestLedger, ...customers: string[]): Map<string, bigint> {
  const dates = new Map<string, bigint>();
  for (const { pending, releaseAt, expiresAt, remaining } of customers.flatMap((one) =>
    ledger.lots(one),
  )) {
    const date = `${pending} ${Number(releaseAt)} ${Number(expiresAt)}`;
    dates.set(date, (dates.get(date) ?? 0n) + remaining);
  }
  return dates;
}
