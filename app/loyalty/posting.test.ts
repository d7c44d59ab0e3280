import { expect, test } from "vitest";

import type { Account, EntryDraft, Lot } from "./ledger-entry.ts";
import { inOrderOfUse, takeFrom } from "./lots.ts";
import { clawback, credit, move, type Posted } from "./posting.ts";
import { snapshotOf, defaultRule } from "./rule.ts";

const at = new Date("2026-11-01T10:00:00Z");
const empty: Account = {
  customerId: "ann",
  available: 0n,
  pending: 0n,
  held: 0n,
  debt: 0n,
  qualifying: 0n,
  seq: 0n,
};
const asDebt = { shortfall: "debt", debtLimit: null } as const;

let id = 0;
const newId = () => `id-${++id}`;

function draft(kind: "earn" | "reverse", points: bigint, orderId = 1n): EntryDraft {
  return {
    kind,
    customerId: "ann",
    points,
    idempotencyKey: `${kind}.${++id}`,
    ruleSnapshot: snapshotOf(defaultRule("USD")),
    orderId,
    occurredAt: at,
    source: "webhook",
    reason: { code: "order_paid", orderName: "#1", points: `${points}`, target: "0" },
  };
}

function lot(remaining: bigint, traits: Partial<Lot> = {}): Lot {
  return {
    id: newId(),
    customerId: "ann",
    entryId: "earlier",
    orderId: null,
    original: remaining,
    remaining,
    earnedAt: at,
    expiresAt: null,
    ...traits,
  };
}

const balances = ({ account: { available, pending, held, debt } }: Posted) => ({
  available,
  pending,
  held,
  debt,
});

test("case 9: spent points that go back become debt, and the next earning repays it first", () => {
  // Earned 100 and spent 100: nothing is left.
  const back = clawback({ ...empty, seq: 2n }, [], draft("reverse", 100n), asDebt, newId);
  expect(balances(back)).toEqual({ available: 0n, pending: 0n, held: 0n, debt: 100n });
  expect(back.entry).toMatchObject({
    seq: 3n,
    debtDelta: 100n,
    outside: "revoked",
    outsideDelta: 100n,
  });

  const earned = credit(back.account, draft("earn", 150n, 2n), newId);
  expect(balances(earned)).toEqual({ available: 50n, pending: 0n, held: 0n, debt: 0n });
  expect(earned.lots).toMatchObject([{ original: 150n, remaining: 50n, orderId: 2n }]);
  expect(earned.uses).toMatchObject([
    { lotId: earned.lots[0]?.id, entryId: earned.entry.id, points: 100n },
  ]);
});

test("case 9, settings: the shortfall is forgiven, or owed up to a limit, and the entry says so", () => {
  const forgiven = clawback(
    empty,
    [],
    draft("reverse", 100n),
    { shortfall: "forgive", debtLimit: null },
    newId,
  );
  expect(balances(forgiven)).toEqual({ available: 0n, pending: 0n, held: 0n, debt: 0n });
  expect(forgiven.entry.reason).toMatchObject({ forgiven: "100" });

  const limited = clawback(
    { ...empty, debt: 30n },
    [],
    draft("reverse", 100n),
    { shortfall: "debt", debtLimit: 50n },
    newId,
  );
  expect(balances(limited).debt).toBe(50n);
  expect(limited.entry.reason).toMatchObject({ forgiven: "80" });

  const over = clawback(
    { ...empty, debt: 80n },
    [],
    draft("reverse", 10n),
    { shortfall: "debt", debtLimit: 50n },
    newId,
  );
  expect(balances(over).debt).toBe(80n);
});

test("case 10: the order's own lot pays first, then the soonest to expire, then debt", () => {
  const [a, b] = [lot(100n, { orderId: 1n }), lot(100n, { orderId: 2n })];
  const account = { ...empty, available: 200n };
  const back = clawback(account, [a, b], draft("reverse", 100n, 2n), asDebt, newId);
  expect(back.lots).toEqual([{ ...b, remaining: 0n }]);

  const [never, december, june] = [
    lot(10n),
    lot(10n, { expiresAt: new Date("2026-12-31T00:00:00Z") }),
    lot(10n, { expiresAt: new Date("2026-06-30T00:00:00Z") }),
  ] as const;
  const more = clawback(
    { ...empty, available: 30n },
    [never, december, june],
    draft("reverse", 35n, 9n),
    asDebt,
    newId,
  );
  expect(more.uses.map(({ lotId }) => lotId)).toEqual([june.id, december.id, never.id]);
  expect(balances(more)).toMatchObject({ available: 0n, debt: 5n });
});

test("case 11: pending points pay before available ones", () => {
  const back = clawback({ ...empty, pending: 100n }, [], draft("reverse", 40n), asDebt, newId);
  expect(balances(back)).toEqual({ available: 0n, pending: 60n, held: 0n, debt: 0n });
});

test("lots that expire together are used oldest first", () => {
  const older = lot(1n, { earnedAt: new Date("2026-01-01T00:00:00Z") });
  const newer = lot(1n);
  expect(inOrderOfUse([newer, older]).map(({ id }) => id)).toEqual([older.id, newer.id]);
});

test("lots that hold less than the balance promises are a broken ledger", () => {
  expect(() => takeFrom([lot(3n)], 4n)).toThrow("Lots hold 3 of the 4 points");
});

test("case 37: when customers are merged, lots move with their dates", () => {
  const june = lot(100n, { expiresAt: new Date("2027-06-30T00:00:00Z") });
  const december = lot(200n, { customerId: "bob", expiresAt: new Date("2027-12-31T00:00:00Z") });
  const bob = { ...empty, customerId: "bob", available: 200n, seq: 4n };
  const [out, into] = move(
    {
      from: { ...empty, available: 100n, qualifying: 100n, seq: 1n },
      fromLots: [june],
      to: bob,
      toLots: [december],
      at,
    },
    newId,
  ) as [Posted, Posted];

  expect(balances(out)).toEqual({ available: 0n, pending: 0n, held: 0n, debt: 0n });
  expect(out.lots).toEqual([{ ...june, remaining: 0n }]);
  expect(into.account).toMatchObject({ available: 300n, qualifying: 100n, seq: 5n });
  expect(into.lots).toMatchObject([
    {
      customerId: "bob",
      original: 100n,
      remaining: 100n,
      expiresAt: june.expiresAt,
      earnedAt: june.earnedAt,
    },
  ]);
});

test("case 37: debts net, whichever side they are on", () => {
  const rich = { ...empty, available: 100n };
  const poor = { ...empty, customerId: "bob", debt: 30n };
  const points = lot(100n);
  const pays = move(
    { from: rich, fromLots: [points], to: poor, toLots: [], at },
    newId,
  )[1] as Posted;
  expect(balances(pays)).toMatchObject({ available: 70n, debt: 0n });
  expect(pays.lots).toMatchObject([{ original: 100n, remaining: 70n }]);

  const own = lot(100n, { customerId: "bob" });
  const paid = move(
    {
      from: { ...empty, debt: 130n },
      fromLots: [],
      to: { ...poor, debt: 0n, available: 100n },
      toLots: [own],
      at,
    },
    newId,
  )[1] as Posted;
  expect(balances(paid)).toMatchObject({ available: 0n, debt: 30n });
  expect(paid.lots).toEqual([{ ...own, remaining: 0n }]);
});

test("an empty account has nothing to move", () => {
  expect(
    move({ from: empty, fromLots: [], to: { ...empty, customerId: "bob" }, toLots: [], at }, newId),
  ).toEqual([]);
});
