import fc from "fast-check";
import { expect, test } from "vitest";

import { seed } from "#tests/support/seed.ts";

import { type Book, enter, enterMove, IdempotencyKeyReused, lotsToWrite } from "./book.ts";
import type { Account, EntryDraft, LedgerEntry, Lot, LotUse } from "./ledger-entry.ts";
import { inOrderOfUse, takeFrom } from "./lots.ts";
import { type Line, type Order, pointsForSpend, type Refund, targetPoints } from "./points.ts";
import type { ShortfallPolicy } from "./posting.ts";
import { discrepancies, replay, sumOfPostings } from "./replay.ts";
import { defaultRule, type EarnRule, roundings, snapshotOf } from "./rule.ts";

const runs = { seed, numRuns: 3_000 };
const at = new Date("2026-11-01T10:00:00Z");
const customers = ["ann", "bob", "cy"] as const;

const policies: fc.Arbitrary<ShortfallPolicy> = fc.record({
  shortfall: fc.constantFrom("debt", "forgive"),
  debtLimit: fc.option(fc.bigInt(0n, 200n)),
});
const someone = fc.constantFrom(...customers);
const somePoints = fc.bigInt(1n, 300n);
const steps = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("earn" as const),
      who: someone,
      points: somePoints,
      order: fc.bigInt(1n, 5n),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("reverse" as const),
      who: someone,
      points: somePoints,
      order: fc.bigInt(1n, 5n),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("spend" as const), who: someone, points: somePoints }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("move" as const), who: someone, to: someone }),
  },
);
type Step = typeof steps extends fc.Arbitrary<infer S> ? S : never;

test("properties 1 to 4: whatever is posted, it sums to zero, replays, reconciles with its lots, and nothing is negative", () => {
  const everything = fc.property(fc.array(steps, { maxLength: 40 }), policies, (script, policy) => {
    const { book, history } = play(script, policy);
    for (const customerId of customers) {
      const account = book.accounts.get(customerId) as Account;
      const entries = history.entries.filter((entry) => entry.customerId === customerId);
      expect(
        discrepancies({
          account,
          entries,
          lots: book.lots.get(customerId) ?? [],
          uses: history.uses,
        }),
      ).toEqual([]);
      expect(replay(customerId, entries)).toEqual(account);
    }
    for (const entry of history.entries) expect(sumOfPostings(entry)).toBe(0n);
  });
  fc.assert(everything, runs);
});

test("property 4: after every single entry, debt and available points never stand side by side", () => {
  const everything = fc.property(fc.array(steps, { maxLength: 40 }), policies, (script, policy) => {
    for (const { available, pending, held, debt } of play(script, policy).history.accounts) {
      expect([available, pending, held, debt].every((balance) => balance >= 0n)).toBe(true);
      expect(available === 0n || debt === 0n).toBe(true);
    }
  });
  fc.assert(everything, runs);
});

test("property 6: the same key is one entry, and with other content an error", () => {
  const everything = fc.property(somePoints, somePoints, (points, others) => {
    const book = emptyBook();
    const first = draftOf("earn", "ann", points, 1n, "earn.order.1");
    enter(book, first, { shortfall: "debt", debtLimit: null }, ids());
    enter(book, first, { shortfall: "debt", debtLimit: null }, ids());
    expect(book.entered).toHaveLength(1);
    if (points === others) return;
    const forged = draftOf("earn", "ann", others, 1n, "earn.order.1");
    expect(() => enter(book, forged, { shortfall: "debt", debtLimit: null }, ids())).toThrow(
      IdempotencyKeyReused,
    );
  });
  fc.assert(everything, runs);
});

test("property 10: what expires soonest is taken first, what never expires last, after the order's own", () => {
  const lots = fc.array(
    fc.record({
      points: fc.bigInt(1n, 50n),
      expires: fc.option(fc.integer({ min: 1, max: 9 })),
      order: fc.bigInt(1n, 3n),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const everything = fc.property(lots, fc.nat({ max: 100 }), (wanted, share) => {
    const newId = ids();
    const all = wanted.map(({ points, expires, order }) => ({
      ...lotOf(points, order, newId()),
      expiresAt: expires === null ? null : new Date(expires),
    }));
    const whole = all.reduce((sum, lot) => sum + lot.remaining, 0n);
    const { lots: changed } = takeFrom(inOrderOfUse(all, 2n), (whole * BigInt(share)) / 100n);
    const left = new Map([...all, ...changed].map((lot) => [lot.id, lot]));
    const touched = (lot: Lot) => (left.get(lot.id) as Lot).remaining < lot.remaining;
    const rank = (lot: Lot) => (lot.orderId === 2n ? 0 : (lot.expiresAt?.getTime() ?? Infinity));
    for (const used of all.filter(touched)) {
      for (const other of all.filter((lot) => rank(lot) < rank(used)))
        expect(left.get(other.id)?.remaining).toBe(0n);
    }
  });
  fc.assert(everything, runs);
});

test("property 12: moving an account keeps what everyone has together, less only debts that were repaid", () => {
  const everything = fc.property(
    fc.array(steps, { maxLength: 30 }),
    policies,
    someone,
    someone,
    (script, policy, from, to) => {
      if (from === to) return;
      const { book, newId } = play(script, policy);
      const before = worth(book);
      enterMove(book, { fromId: from, toId: to, occurredAt: at, source: "app" }, newId);
      expect(worth(book)).toEqual(before);
      expect(book.accounts.get(from)).toMatchObject({
        available: 0n,
        pending: 0n,
        held: 0n,
        debt: 0n,
        qualifying: 0n,
      });
    },
  );
  fc.assert(everything, runs);
});

const rules: fc.Arbitrary<EarnRule> = fc.record({
  version: fc.constant(1),
  active: fc.constant(true),
  pointsPerUnit: fc.integer({ min: 1, max: 50 }),
  unitMinor: fc.bigInt(1n, 10_000n),
  rounding: fc.constantFrom(...roundings),
  includeTax: fc.boolean(),
  includeDiscounted: fc.boolean(),
  excludedProductIds: fc.constant([3n]),
  customRefunds: fc.constantFrom("prorate", "ignore"),
  earnsFrom: fc.constant(null),
});
const orders: fc.Arbitrary<Order> = fc
  .tuple(
    fc.boolean(),
    fc.array(
      fc.record({
        price: fc.nat(50_000),
        quantity: fc.integer({ min: 1, max: 9 }),
        off: fc.nat(100),
        tax: fc.nat(25),
        product: fc.bigInt(1n, 4n),
        giftCard: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  )
  .map(([taxesIncluded, lines]) => ({ ...paidOrder, taxesIncluded, lines: lines.map(lineOf) }));

test("property 7: any split of a refund is one refund, in any order, and takes back no more than was earned", () => {
  const everything = fc.property(
    orders,
    rules,
    fc.array(
      fc.record({
        line: fc.nat(4),
        quantity: fc.integer({ min: 1, max: 3 }),
        amount: fc.nat(3_000),
      }),
      { maxLength: 8 },
    ),
    fc.nat(),
    (order, rule, parts, turn) => {
      const split = parts.map(({ line, quantity, amount }): Refund => {
        const { id } = order.lines[line % order.lines.length] as Line;
        return {
          amountMinor: BigInt(amount + 1),
          shippingMinor: 0n,
          adjustmentMinor: BigInt(amount),
          lines: [{ lineId: id, quantity }],
        };
      });
      const whole: Refund = {
        amountMinor: split.reduce((sum, refund) => sum + refund.amountMinor, 0n),
        shippingMinor: 0n,
        adjustmentMinor: split.reduce((sum, refund) => sum + refund.adjustmentMinor, 0n),
        lines: split.flatMap(({ lines }) => lines),
      };
      const turned = split.map((_, index) => split[(index + turn) % split.length] as Refund);

      const earned = targetPoints(order, rule);
      const after = targetPoints({ ...order, refunds: split }, rule);
      expect(targetPoints({ ...order, refunds: [whole] }, rule)).toBe(after);
      expect(targetPoints({ ...order, refunds: turned }, rule)).toBe(after);
      expect(after >= 0n && after <= earned).toBe(true);
    },
  );
  fc.assert(everything, runs);
});

test("property 7: a full refund nets zero, whatever amounts went back before it", () => {
  const everything = fc.property(orders, rules, fc.nat(5_000), (order, rule, amount) => {
    const all = order.lines.map(({ id, quantity }) => ({ lineId: id, quantity }));
    const refunds: Refund[] = [
      {
        amountMinor: BigInt(amount),
        shippingMinor: 0n,
        adjustmentMinor: BigInt(amount),
        lines: [],
      },
      { amountMinor: 1n, shippingMinor: 0n, adjustmentMinor: 0n, lines: all },
    ];
    expect(targetPoints({ ...order, refunds }, rule)).toBe(0n);
  });
  fc.assert(everything, runs);
});

test("property 14: what one thing is quoted at its displayed price is what buying it earns", () => {
  const everything = fc.property(
    fc.bigInt(0n, 10_000_000n),
    rules,
    fc.boolean(),
    fc.nat(25),
    (price, rule, taxesIncluded, tax) => {
      const taxMinor = (price * BigInt(tax)) / 125n;
      const bought = lineOf(
        { price: 0, quantity: 1, off: 0, tax: 0, product: 1n, giftCard: false },
        0,
      );
      const order = {
        ...paidOrder,
        taxesIncluded,
        lines: [{ ...bought, priceMinor: price, taxMinor }],
      };
      const eligible = taxesIncluded && !rule.includeTax ? price - taxMinor : price;
      expect(targetPoints(order, rule)).toBe(pointsForSpend(eligible, rule));
    },
  );
  fc.assert(everything, runs);
});

const paidOrder: Order = {
  createdAt: at,
  cancelledAt: null,
  test: false,
  financialState: "paid",
  paidAt: at,
  taxesIncluded: false,
  lines: [],
  refunds: [],
};

function lineOf(
  {
    price,
    quantity,
    off,
    tax,
    product,
    giftCard,
  }: {
    price: number;
    quantity: number;
    off: number;
    tax: number;
    product: bigint;
    giftCard: boolean;
  },
  index: number,
): Line {
  const gross = BigInt(price) * BigInt(quantity);
  const discountMinor = (gross * BigInt(off)) / 100n;
  return {
    id: BigInt(index + 1),
    productId: product,
    quantity,
    currentQuantity: quantity,
    priceMinor: BigInt(price),
    discountMinor,
    taxMinor: ((gross - discountMinor) * BigInt(tax)) / 125n,
    giftCard,
  };
}

type History = { entries: LedgerEntry[]; uses: LotUse[]; accounts: Account[] };

/** Posts a script of random steps. Spending stands for redemptions: it takes available points and their lots. */
function play(
  script: Step[],
  policy: ShortfallPolicy,
): { book: Book; history: History; newId: () => string } {
  const book = emptyBook();
  const newId = ids();
  script.forEach((step, index) => {
    if (step.do === "move") {
      if (step.who !== step.to)
        enterMove(book, { fromId: step.who, toId: step.to, occurredAt: at, source: "app" }, newId);
    } else if (step.do === "spend") spend(book, step.who, step.points, newId);
    else
      enter(
        book,
        draftOf(step.do, step.who, step.points, step.order, `step.${index}`),
        policy,
        newId,
      );
  });
  expect(lotsToWrite(book).changed).toEqual([]);
  return {
    book,
    newId,
    history: {
      entries: book.entered.map(({ entry }) => entry),
      uses: book.entered.flatMap(({ uses }) => uses),
      accounts: book.entered.map(({ account }) => account),
    },
  };
}

function spend(book: Book, customerId: string, wanted: bigint, newId: () => string): void {
  const account = book.accounts.get(customerId) as Account;
  const points = wanted < account.available ? wanted : account.available;
  if (points === 0n) return;
  const draft = draftOf("reverse", customerId, points, 0n, `spend.${newId()}`);
  enter(book, draft, { shortfall: "debt", debtLimit: null }, newId);
}

function draftOf(
  kind: "earn" | "reverse",
  customerId: string,
  points: bigint,
  orderId: bigint,
  key: string,
): EntryDraft {
  return {
    kind,
    customerId,
    points,
    idempotencyKey: key,
    ruleSnapshot: snapshotOf(defaultRule("USD")),
    orderId,
    occurredAt: at,
    source: "webhook",
    reason: { code: "order_paid", orderName: "#1", points: `${points}`, target: "0" },
  };
}

function lotOf(points: bigint, orderId: bigint, id: string): Lot {
  return {
    id,
    customerId: "ann",
    entryId: "e",
    orderId,
    original: points,
    remaining: points,
    earnedAt: at,
    expiresAt: null,
  };
}

function emptyBook(): Book {
  const none = { available: 0n, pending: 0n, held: 0n, debt: 0n, qualifying: 0n, seq: 0n };
  return {
    accounts: new Map(customers.map((customerId) => [customerId, { customerId, ...none }])),
    lots: new Map(),
    known: new Map(),
    entered: [],
  };
}

function worth(book: Book): { net: bigint; qualifying: bigint; inLots: bigint } {
  const accounts = [...book.accounts.values()];
  const inLots = [...book.lots.values()].flat().reduce((sum, lot) => sum + lot.remaining, 0n);
  const available = accounts.reduce((sum, account) => sum + account.available, 0n);
  return {
    net: accounts.reduce(
      (sum, { available, pending, held, debt }) => sum + available + pending + held - debt,
      0n,
    ),
    qualifying: accounts.reduce((sum, account) => sum + account.qualifying, 0n),
    inLots: inLots - available,
  };
}

function ids(): () => string {
  let last = 0;
  return () => `id-${String(++last).padStart(6, "0")}`;
}
