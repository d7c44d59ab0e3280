import fc from "fast-check";
import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";
import { daysAfter, SCRIPT_START } from "#tests/support/loyalty/ledger-scripts.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

import { forgivenBy, type Movement } from "./shortfall.ts";

const RUNS = 3_000;
const day = (days: number) => daysAfter(SCRIPT_START, days);
const movement = (days: number, points: bigint, limit: bigint | null = 0n): Movement => ({
  at: day(days),
  points,
  redemptionId: null,
  limit,
});

test("what the account was below its limit is forgiven, and nothing else", () => {
  expect(forgivenBy([])).toBe(0n);
  expect(forgivenBy([movement(1, 100n), movement(2, -60n)])).toBe(0n);
  expect(forgivenBy([movement(1, 100n), movement(2, -100n), movement(3, -100n)])).toBe(100n);
  expect(forgivenBy([movement(1, 100n), movement(2, -130n, 20n)])).toBe(10n);
  expect(forgivenBy([movement(1, -100n, null)])).toBe(0n);
});

test("points that come later make up for nothing that was forgiven before", () => {
  const taken = [movement(1, 100n), movement(2, -100n), movement(3, -100n)];
  expect(forgivenBy([...taken, movement(4, 150n)])).toBe(100n);
  expect(forgivenBy([...taken, movement(2, 150n)])).toBe(0n);
});

test("who owes more than the limit, because it was lowered since, owes that and no more", () => {
  const owed = movement(1, -80n, 80n);
  expect(forgivenBy([owed, movement(2, -10n, 50n)])).toBe(10n);
  expect(forgivenBy([owed, movement(2, 60n, 50n), movement(3, -40n, 50n)])).toBe(10n);
});

const limits = fc.option(fc.bigInt(0n, 150n));
const movements = fc.array(
  fc
    .record({ days: fc.nat(9), points: fc.bigInt(-100n, 100n) })
    .map(({ days, points }) => [days, points] as const),
  { maxLength: 20 },
);

test("properties 5 and 7: in any order, and split in any way, as much is forgiven", () => {
  const everything = fc.property(movements, limits, fc.nat(), (some, limit, turn) => {
    const told = some.map(([days, points]) => movement(days, points, limit));
    const forgiven = forgivenBy(told);
    const cut = told.length === 0 ? 0 : turn % told.length;
    expect(forgivenBy([...told.slice(cut), ...told.slice(0, cut)].toReversed())).toBe(forgiven);

    const split = told.flatMap((one) => [
      { ...one, points: one.points / 3n },
      { ...one, points: one.points - one.points / 3n },
    ]);
    expect(forgivenBy(split)).toBe(forgiven);
    const left = told.reduce((sum, { points }) => sum + points, forgiven);
    if (limit !== null) expect(left >= -limit).toBe(true);
  });
  assertRandomly(everything, RUNS);
});

/** An order with what goes back of it, and what is spent on which day and may come back. */
const stories = fc.record({
  orders: fc.array(
    fc.record({
      day: fc.nat(20),
      points: fc.bigInt(1n, 200n),
      back: fc.array(
        fc.record({ after: fc.integer({ min: 1, max: 9 }), share: fc.bigInt(0n, 4n) }),
        {
          maxLength: 3,
        },
      ),
      isAllBack: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  spent: fc.bigInt(1n, 300n),
  comesBack: fc.bigInt(0n, 4n),
});
type Story = typeof stories extends fc.Arbitrary<infer Some> ? Some : never;
type Telling = { segment: number; tell: (ledger: TestLedger) => void };

const SPENT_ON = 10;

/** What is told, and whether before or after the points were spent. */
function tellings({ orders }: Story): Telling[] {
  return orders.flatMap(({ day: paid, points, back, isAllBack }, index) => {
    const orderId = BigInt(index + 1);
    const said = (days: number, tell: Telling["tell"]) => ({
      segment: Number(days >= SPENT_ON),
      tell,
    });
    const gone = back.map(({ after, share }) => ({
      at: paid + after,
      points: (points * share) / 12n,
    }));
    const left = gone.reduce((sum, one) => sum - one.points, points);
    const all = isAllBack ? [...gone, { at: paid + 10, points: left }] : gone;
    return [
      said(paid, (ledger) => ledger.earn("ann", points, { orderId, at: day(paid) })),
      ...all
        .filter((one) => one.points > 0n)
        .map((one) =>
          said(one.at, (ledger) =>
            ledger.takeBack("ann", one.points, { orderId, at: day(one.at) }),
          ),
        ),
    ];
  });
}

function live(some: Story, told: readonly Telling[], limit: bigint | null): TestLedger {
  const ledger = new TestLedger({ debtLimit: limit }, SCRIPT_START);
  ledger.account("ann");
  for (const { tell } of told.filter(({ segment }) => segment === 0)) tell(ledger);
  ledger.batch.at = day(SPENT_ON - 0.5);
  const { available } = ledger.account("ann");
  const points = some.spent < available ? some.spent : available;
  if (points > 0n) ledger.spend("ann", points, "code");
  ledger.batch.at = day(60);
  const back = (points * some.comesBack) / 4n;
  const goods: Telling = {
    segment: 1,
    tell: () => ledger.step("return", "ann", "code", back, { at: day(30) }),
  };
  const after = told.filter(({ segment }) => segment === 1);
  const place = Number(some.spent) % (after.length + 1);
  for (const { tell } of back > 0n ? after.toSpliced(place, 0, goods) : after) tell(ledger);
  return ledger;
}

test("properties 5 and 7: whatever is heard of first, each has the same, and what went back whole nets 0", () => {
  const everything = fc.property(
    stories,
    limits,
    fc.infiniteStream(fc.nat()),
    (some, limit, turns) => {
      const told = tellings(some);
      const shuffled = told
        .map((one) => ({ one, turn: turns.next().value as number }))
        .toSorted((a, b) => a.turn - b.turn)
        .map(({ one }) => one);
      const inOrder = live(some, told, limit);
      const anyOrder = live(some, shuffled, limit);
      expect(anyOrder.balance("ann")).toEqual(inOrder.balance("ann"));
      expect([...inOrder.wrong(), ...anyOrder.wrong()]).toEqual([]);
      const { available, debt } = inOrder.account("ann");
      if (limit !== null) expect(debt <= limit).toBe(true);
      const isAllBack = some.orders.every((order) => order.isAllBack);
      if (isAllBack && some.comesBack === 4n) expect(available - debt).toBe(0n);
    },
  );
  assertRandomly(everything, RUNS);
});
