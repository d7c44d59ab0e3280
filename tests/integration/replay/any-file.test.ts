import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { runScenario } from "#tests/replay/run.ts";
import { parseReplay } from "#tests/replay/read-file.ts";
import { shuffled } from "#tests/replay/shuffle.ts";
import { seededRandom } from "#tests/stand-in/random.ts";
import { connect, type Connected } from "#tests/support/connected-shop.ts";
import { assertRandomly } from "#tests/support/random-runs.ts";

const RUNS = Number(process.env["PROPERTY_RUNS"] ?? 5);

let connected: Connected;
beforeAll(async () => {
  connected = await connect();
});
afterAll(() => connected.close());

const basis = fc.constantFrom("points", "spend", "orders");

/** What reaches two tiers, by so much of this each. */
const thresholds = {
  points: [150, 400],
  spend: [150, 400],
  orders: [2, 3],
} as const;

/** Programs that treat points in a way of their own. */
const somePrograms = fc.constantFrom(
  {},
  { pendingDays: 10 },
  { expiry: { kind: "rolling", every: 30, unit: "days" } },
  { expiry: { kind: "fixed", every: 40, unit: "days" }, pendingDays: 5 },
  { combination: "multiplied", rounding: "half_up", customRefunds: "ignore" },
  { orderCap: { points: 300, period: "week" } },
  {
    campaigns: [
      {
        name: "March",
        startsAt: "2026-03-08T00:00:00Z",
        endsAt: "2026-03-20T00:00:00Z",
        multiplier: 2,
      },
    ],
  },
);

/** What is done about points that were spent before they are taken back, in every combination with what else decides about them. */
const anyProgram = fc.record({
  shortfall: fc.constantFrom("debt", "forgive"),
  debtLimit: fc.constantFrom(null, 0, 20, 60),
  pendingDays: fc.constantFrom(0, 0, 6),
  orderCap: fc.constantFrom(null, { points: 300, period: "week" }),
  expiry: fc.constantFrom(
    { kind: "never" },
    { kind: "fixed", every: 130, unit: "days" },
    { kind: "rolling", every: 130, unit: "days" },
  ),
});

const shop = fc
  .record({
    basis,
    multiplier: fc.constantFrom(1, 1.5, 3),
    entryPoints: fc.constantFrom(undefined, 60),
    tierWindow: fc.constantFrom(
      { kind: "lifetime" },
      { kind: "rolling", days: 20 },
      { kind: "calendar" },
      { kind: "anniversary" },
    ),
    onRefund: fc.constantFrom("drop", "keep"),
    program: fc.oneof({ weight: 1, arbitrary: somePrograms }, { weight: 2, arbitrary: anyProgram }),
  })
  .map(({ basis: by, multiplier, entryPoints, tierWindow, onRefund, program }) => ({
    type: "shop",
    program,
    tierWindow: { ...tierWindow, graceDays: 3, onRefund },
    tiers: [
      { name: "Silver", [by]: thresholds[by][0], multiplier, entryPoints },
      { name: "Gold", [by]: thresholds[by][1], multiplier: multiplier + 1 },
    ],
  }));

const day = fc.integer({ min: 1, max: 25 });
const at = (days: number, minutes = 0) =>
  new Date(Date.UTC(2026, 2, days, 10, minutes)).toISOString().replace(".000", "");

/** What happens to one order: it is paid, perhaps waits for that, and things go back or are added later. */
const orderStory = fc.record({
  customer: fc.constantFrom("ann", "bob"),
  guest: fc.integer({ min: 0, max: 5 }).map((die) => die === 0),
  day,
  waits: fc.constantFrom(0, 0, 0, 6),
  prices: fc.array(fc.integer({ min: 20, max: 260 }), { minLength: 1, maxLength: 2 }),
  refunds: fc.array(
    fc.record({ after: fc.integer({ min: 1, max: 15 }), amount: fc.integer({ min: 1, max: 9 }) }),
    {
      maxLength: 2,
    },
  ),
  lineBack: fc.option(fc.integer({ min: 1, max: 15 }), { nil: null }),
  added: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  cancelled: fc.integer({ min: 0, max: 6 }).map((die) => (die === 0 ? 12 : null)),
});

type OrderStory = typeof orderStory extends fc.Arbitrary<infer Story> ? Story : never;

function linesOf(story: OrderStory, index: number): object[] {
  const order = `O${index}`;
  const minutes = index * 5;
  const paidOn = story.day + story.waits;
  const lines = story.prices.map((price, line) => ({
    id: `${order}-${line}`,
    price: `${price}.50`,
  }));
  const who = { customer: story.customer, ...(story.guest && { guest: true }) };
  const first =
    story.waits === 0
      ? [{ type: "paid", order, ...who, lines, at: at(paidOn, minutes) }]
      : [
          { type: "placed", order, ...who, lines, at: at(story.day, minutes) },
          { type: "paid", order, at: at(paidOn, minutes) },
        ];
  const { refunds, lineBack, added, cancelled } = story;
  return [
    ...first,
    ...refunds.map(({ after, amount }, nth) => ({
      type: "refund",
      id: `${order}-amount-${nth}`,
      order,
      amount,
      at: at(paidOn + after, minutes + nth + 1),
    })),
    ...(lineBack !== null && lines.length > 1
      ? [
          {
            type: "refund",
            id: `${order}-line`,
            order,
            lines: [{ id: `${order}-1` }],
            at: at(paidOn + lineBack, minutes + 3),
          },
        ]
      : []),
    ...(added !== null
      ? [
          {
            type: "edit",
            order,
            add: [{ id: `${order}-new`, price: "40.00" }],
            at: at(paidOn + added, minutes + 4),
          },
        ]
      : []),
    ...(cancelled !== null ? [{ type: "cancel", order, at: at(paidOn + 16, minutes) }] : []),
  ];
}

const file = fc
  .record({
    shop,
    orders: fc.array(orderStory, { minLength: 2, maxLength: 5 }),
    merged: fc.option(day, { nil: null }),
    redeemed: fc.option(day, { nil: null }),
    used: fc.option(fc.record({ after: fc.integer({ min: 1, max: 9 }), isBack: fc.boolean() }), {
      nil: null,
    }),
  })
  .map(({ shop: first, orders, merged, redeemed, used }) => {
    const told = orders.flatMap(linesOf);
    // Of two people each has been forgiven what was missing then; of one, what is missing of all that they have.
    const isMerged = merged !== null && (redeemed === null || !isForgiving(first.program));
    const merge = !isMerged
      ? []
      : [{ type: "merge", from: "bob", into: "ann", at: at(merged + 8) }];
    const spent =
      redeemed === null || isShortLived(first.program)
        ? []
        : [
            { type: "redeem", id: "R", customer: "ann", points: 50, at: at(redeemed + 5, 59) },
            ...(used ? usesOf(redeemed + 5, used) : []),
          ];
    const inOrder = [...told, ...merge, ...spent].toSorted((a, b) =>
      timeOf(a).localeCompare(timeOf(b)),
    );
    const end = { type: "clock", at: "2026-05-20T10:00:00Z" };
    return [first, ...inOrder, end].map((line) => JSON.stringify(line)).join("\n");
  });

/** An order with the code of the reward, which is perhaps sent back. */
function usesOf(on: number, { after, isBack }: { after: number; isBack: boolean }): object[] {
  const code = { redemption: "R", discount: "0.50" };
  const paid = { type: "paid", order: "U", customer: "ann", total: "30.00", ...code };
  const back = { type: "refund", order: "U", id: "U-back", all: true };
  return [
    { ...paid, at: at(on + after, 57) },
    ...(isBack ? [{ ...back, at: at(on + after + 4, 58) }] : []),
  ];
}

type AnyProgram = { shortfall?: string; debtLimit?: number | null; expiry?: { every?: number } };

function isForgiving({ shortfall, debtLimit = null }: AnyProgram): boolean {
  return shortfall === "forgive" || debtLimit !== null;
}

/** Whether points may be over before their orders are heard of. */
function isShortLived({ expiry }: AnyProgram): boolean {
  return expiry?.every !== undefined && expiry.every < 100;
}

function timeOf(line: object): string {
  return "at" in line ? String(line.at) : "";
}

test(
  `any file ends the same with its deliveries shuffled and repeated (${RUNS} files)`,
  { timeout: Math.max(240_000, RUNS * 20_000) },
  async () => {
    const endsTheSame = fc.asyncProperty(file, fc.integer(), async (text, turn) => {
      const lines = parseReplay(text);
      const inOrder = await runScenario(connected, lines, () => undefined);
      expect(inOrder).toMatchObject({ ledgerAddsUp: true, wrong: [] });
      const anyOrder = await runScenario(
        connected,
        shuffled(lines, seededRandom(turn)),
        () => undefined,
      );
      expect(anyOrder, text).toEqual(inOrder);
    });
    await assertRandomly(endsTheSame, RUNS, { endOnFailure: true });
  },
);
