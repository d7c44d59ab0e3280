import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";

import { holdingsOf, record } from "../ledger/ledger-batch.ts";
import { type Share, reverseTransfer } from "../ledger/reverse-transfer.ts";

const fixed = { kind: "fixed", every: 6, unit: "months", activity: [] } as const;
const JUNE = new Date("2026-12-30T10:00:00Z"); // + 6 months: 30 June
const DECEMBER = new Date("2027-06-30T10:00:00Z"); // + 6 months: 30 December

/** Ann has 200 that expire in December, her guest record 100 that expire in June. */
function twoRecords(): TestLedger {
  const ledger = new TestLedger({ expiry: fixed }, DECEMBER);
  ledger.earn("guest", 100n, { orderId: 1n, at: JUNE });
  ledger.earn("ann", 200n, { orderId: 2n });
  return ledger;
}

/** What of Ann's account came from the guest, as the database would say it. */
function shareOf(ledger: TestLedger, traits: Partial<Share> = {}): Share {
  const guests = new Set((ledger.batch.lots.get("guest") ?? []).map(({ id }) => id));
  const came = ({ originLotId }: { originLotId: string | null }) =>
    originLotId !== null && guests.has(originLotId);
  const lots = (ledger.batch.lots.get("ann") ?? []).filter(came);
  const into = ledger.batch.entered.filter(({ entry }) => entry.kind === "move_in");
  const out = ledger.batch.entered.filter(({ entry }) => entry.kind === "move_out");
  const all = new Map((ledger.batch.lots.get("ann") ?? []).map((lot) => [lot.id, lot]));
  const paid = into
    .flatMap(({ uses }) => uses)
    .flatMap(({ lotId, points }) => {
      const lot = all.get(lotId);
      return lot ? [{ lot, points }] : [];
    });
  return {
    lots: lots.filter(({ remaining }) => remaining > 0n),
    paidForOther: paid.filter(({ lot }) => came(lot)),
    paidByOther: paid.filter(({ lot }) => !came(lot)),
    debt: out.reduce((sum, { entry }) => sum - entry.debtDelta, 0n),
    held: 0n,
    qualifying: out.reduce((sum, { entry }) => sum - entry.qualifyingDelta, 0n),
    ...traits,
  };
}

function unmerge(ledger: TestLedger, traits: Partial<Share> = {}): void {
  const [kept, separated] = [holdingsOf(ledger.batch, "ann"), holdingsOf(ledger.batch, "guest")];
  const { terms, at } = ledger.batch;
  const tools = { terms, at, newId: ledger.newId };
  for (const posted of reverseTransfer(kept, separated, shareOf(ledger, traits), tools))
    record(ledger.batch, posted, "app");
}

test("case 37: 100 (June) + 200 (Dec) → 300 in two lots; unmerge restores both", () => {
  const ledger = twoRecords();
  ledger.merge("guest", "ann");
  expect(ledger.balance("ann").available).toBe(300);
  expect(ledger.account("ann").qualifying).toBe(300n);
  expect(ledger.dates("ann")).toEqual([
    [100, "2027-06-30"],
    [200, "2027-12-30"],
  ]);
  expect(ledger.balance("guest").available).toBe(0);
  expect(ledger.wrong()).toEqual([]);

  unmerge(ledger);
  expect(ledger.dates("ann")).toEqual([[200, "2027-12-30"]]);
  expect(ledger.dates("guest")).toEqual([[100, "2027-06-30"]]);
  expect(ledger.lots("guest")[0]).toMatchObject({ orderId: 1n, earnedAt: JUNE });
  expect(ledger.account("ann").qualifying).toBe(200n);
  expect(ledger.account("guest").qualifying).toBe(100n);
  expect(ledger.wrong()).toEqual([]);
});

test("case 37: pending points move with their waiting, and held ones stay held", () => {
  const ledger = twoRecords();
  const until = new Date("2027-08-01T10:00:00Z");
  ledger.earn("guest", 50n, { orderId: 3n, wait: { until } });
  ledger.step("hold", "guest", "reward", 60n);
  ledger.merge("guest", "ann");
  expect(ledger.balance("ann")).toEqual({ available: 240, pending: 50, held: 60, debt: 0 });
  ledger.clock(until);
  expect(ledger.balance("ann")).toMatchObject({ available: 250, pending: 0 }); // June is over: 40 expired.
  // What the guest had held goes back to Ann, with 30 days as its lot is over.
  ledger.step("void", "ann", "reward", 60n);
  expect(ledger.balance("ann")).toEqual({ available: 310, pending: 0, held: 0, debt: 0 });
  expect(ledger.dates("ann")[0]).toEqual([60, "2027-08-31"]);
  expect(ledger.wrong()).toEqual([]);
});

test("case 37: debts net, whichever side they are on, and unmerge restores them", () => {
  const guestOwes = twoRecords();
  guestOwes.spend("guest", 100n);
  guestOwes.takeBack("guest", 100n, { orderId: 1n });
  guestOwes.merge("guest", "ann");
  expect(guestOwes.balance("ann")).toMatchObject({ available: 100, debt: 0 });
  unmerge(guestOwes);
  expect(guestOwes.balance("guest")).toMatchObject({ available: 0, debt: 100 });
  expect(guestOwes.dates("ann")).toEqual([[200, "2027-12-30"]]);
  expect(guestOwes.wrong()).toEqual([]);

  const annOwes = twoRecords();
  annOwes.spend("ann", 200n);
  annOwes.takeBack("ann", 30n, { orderId: 2n });
  annOwes.merge("guest", "ann");
  expect(annOwes.balance("ann")).toMatchObject({ available: 70, debt: 0 });
  unmerge(annOwes);
  expect(annOwes.balance("ann")).toMatchObject({ available: 0, debt: 30 });
  expect(annOwes.dates("guest")).toEqual([[100, "2027-06-30"]]);
  expect(annOwes.wrong()).toEqual([]);
});

test("case 37: what was spent meanwhile stays spent, by whom it was spent; what the guest's orders earned goes along", () => {
  const ledger = twoRecords();
  ledger.merge("guest", "ann");
  ledger.spend("ann", 130n); // 100 of June, 30 of December
  ledger.earn("ann", 40n, { orderId: 3n }); // The guest bought again, taken for Ann.
  const third = ledger.lots("ann").filter(({ orderId }) => orderId === 3n);
  unmerge(ledger, { lots: third, qualifying: 140n });
  expect(ledger.balance("ann").available).toBe(170);
  expect(ledger.balance("guest").available).toBe(40);
  expect(ledger.account("guest").qualifying).toBe(140n);
  expect(ledger.wrong()).toEqual([]);
});

test("case 37: a debt that Ann has repaid for the guest meanwhile is the guest's again, and hers to spend", () => {
  const ledger = new TestLedger({ expiry: fixed }, DECEMBER);
  ledger.takeBack("guest", 100n);
  ledger.earn("ann", 30n);
  ledger.merge("guest", "ann");
  expect(ledger.balance("ann")).toMatchObject({ available: 0, debt: 70 });
  ledger.earn("ann", 90n);
  expect(ledger.balance("ann")).toMatchObject({ available: 20, debt: 0 });
  unmerge(ledger);
  expect(ledger.balance("ann")).toMatchObject({ available: 120, debt: 0 });
  expect(ledger.balance("guest")).toMatchObject({ available: 0, debt: 100 });
  expect(ledger.wrong()).toEqual([]);
});

test("an empty account has nothing to move, and gives nothing back", () => {
  const ledger = new TestLedger();
  ledger.merge("guest", "ann");
  expect(ledger.batch.entered).toEqual([]);
  unmerge(ledger);
  expect(ledger.batch.entered).toEqual([]);
});
