import fc from "fast-check";

import { DAY_MS } from "#app/ground/calendar.ts";
import type { Expiry } from "#app/loyalty/program/expiry.ts";
import type { LedgerTerms } from "#app/loyalty/ledger/posting.ts";

// Random things that happen to a few customers' points, and random terms, for tests of what must always hold.

// Far ahead, so that nothing is over by the real clock.
export const SCRIPT_START = new Date("2036-01-31T10:00:00Z");
export const ORDERS = 4n;
export const REDEMPTIONS = 4;

const points = fc.bigInt(1n, 300n);
const orderId = fc.bigInt(1n, ORDERS);
const redemption = fc.nat({ max: REDEMPTIONS - 1 });

/** `who` and `to` number the customers, `redemption` the redemptions of the one who acts. */
export type Act =
  | { do: "earn"; who: number; points: bigint; orderId: bigint; waitDays: number | null }
  | { do: "takeBack"; who: number; points: bigint; orderId: bigint }
  | { do: "adjust"; who: number; points: bigint }
  | { do: "hold" | "capture" | "void" | "return"; who: number; points: bigint; redemption: number }
  | { do: "merge"; who: number; to: number }
  | { do: "clock"; days: number };

/** What can happen to this many customers. */
export function acts(customers: number): fc.Arbitrary<Act> {
  const who = fc.nat({ max: customers - 1 });
  const step = (kind: "hold" | "capture" | "void" | "return", weight: number) => ({
    weight,
    arbitrary: fc.record({ do: fc.constant(kind), who, points, redemption }) as fc.Arbitrary<Act>,
  });
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("earn" as const),
        who,
        points,
        orderId,
        waitDays: fc.option(fc.integer({ min: 1, max: 60 })),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant("takeBack" as const), who, points, orderId }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("adjust" as const),
        who,
        points: fc.bigInt(-100n, 100n).filter((some) => some !== 0n),
      }),
    },
    step("hold", 4),
    step("capture", 2),
    step("void", 2),
    step("return", 2),
    { weight: 1, arbitrary: fc.record({ do: fc.constant("merge" as const), who, to: who }) },
    {
      weight: 2,
      arbitrary: fc.record({
        do: fc.constant("clock" as const),
        days: fc.integer({ min: 1, max: 50 }),
      }),
    },
  );
}

const expiries: fc.Arbitrary<Expiry> = fc.oneof(
  fc.constant<Expiry>({ kind: "never" }),
  fc.record({
    kind: fc.constantFrom("fixed" as const, "rolling" as const),
    every: fc.integer({ min: 1, max: 3 }),
    unit: fc.constant("months" as const),
    activity: fc.constantFrom(
      ["earn", "redeem"] as const,
      ["earn", "redeem", "adjust"] as const,
      [] as const,
    ),
  }),
);

/** How a program may treat points. */
export const someTerms: fc.Arbitrary<LedgerTerms> = fc.record({
  shortfall: fc.constantFrom("debt" as const, "forgive" as const),
  debtLimit: fc.option(fc.bigInt(0n, 200n)),
  expiry: expiries,
  expirySince: fc.option(fc.constant(new Date("2035-12-15T10:00:00Z"))),
  timezone: fc.constantFrom("UTC", "America/New_York", "Pacific/Auckland"),
});

export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}
