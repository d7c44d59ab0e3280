import { expect, test } from "vitest";

import type { Lot } from "./ledger-entry.ts";
import { inOrderOfUse, reallocated, takeFrom } from "./lots.ts";

function lot(id: string, traits: Partial<Lot> = {}): Lot {
  return {
    id,
    customerId: "ann",
    entryId: "earlier",
    orderId: null,
    original: 3n,
    gone: 0n,
    expired: 0n,
    remaining: 3n,
    earnedAt: new Date("2026-11-01T10:00:00Z"),
    expiresAt: null,
    pending: false,
    releaseAt: null,
    originLotId: null,
    extendedAt: null,
    ...traits,
  };
}

test("the soonest to expire is used first, what never expires last, and of equals the oldest", () => {
  const lots = [
    lot("never"),
    lot("never, older", { earnedAt: new Date("2026-01-01T00:00:00Z") }),
    lot("december", { expiresAt: new Date("2026-12-31T00:00:00Z") }),
    lot("june", { expiresAt: new Date("2026-06-30T00:00:00Z") }),
  ];
  expect(inOrderOfUse(lots).map(({ id }) => id)).toEqual([
    "june",
    "december",
    "never, older",
    "never",
  ]);
  expect(inOrderOfUse(lots, ({ id }) => id === "never")[0]?.id).toBe("never");
});

test("of one moment's lots those of orders are used first, whichever was heard of before", () => {
  const lots = [lot("a"), lot("b", { orderId: 12n }), lot("c", { orderId: 9n })];
  for (const some of [lots, lots.toReversed()])
    expect(inOrderOfUse(some).map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("lots that hold less than the balance promises are a broken ledger", () => {
  expect(() => takeFrom([lot("only")], 4n)).toThrow("Lots hold 3 of the 4 points");
});

test("what was spent came from what is used first of all that is known; the rest is what is used last", () => {
  const at = new Date("2026-11-05T00:00:00Z");
  const on = (day: number) => ({ earnedAt: new Date(Date.UTC(2026, 9, day)) });
  const spent = lot("later", { ...on(9), remaining: 0n });
  expect(reallocated([spent, lot("earlier", on(3))], 3n, at)).toEqual([
    { lotId: "later", points: -3n },
    { lotId: "earlier", points: 3n },
  ]);
  expect(reallocated([lot("earlier", { ...on(3), remaining: 0n }), lot("later")], 3n, at)).toEqual(
    [],
  );
});

test("points that were taken back, or are over, are nothing that could have been spent", () => {
  const at = new Date("2026-11-05T00:00:00Z");
  const over = { remaining: 0n, expiresAt: new Date("2026-11-04T00:00:00Z") };
  for (const traits of [{ remaining: 0n, gone: 3n }, { ...over, expired: 3n }, over])
    expect(reallocated([lot("first"), lot("second", traits)], 3n, at)).toEqual([]);
});
