import { beforeEach, expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";

import { holdingsOf, lotsToWrite, post } from "./ledger-batch.ts";
import type { EntryDraft } from "./ledger-entry.ts";

const about = {
  customerId: "ann",
  idempotencyKey: "the.key",
  occurredAt: new Date("2026-01-01T10:00:00Z"),
  source: "app",
  reason: { code: "adjusted_by_hand", points: "10" },
} as const;
const earn: EntryDraft = { ...about, kind: "earn", points: 10n, orderId: null, ruleSnapshot: null };
const reverse: EntryDraft = { ...earn, kind: "reverse", undoes: "a.gift" };
const hold: EntryDraft = { ...about, kind: "hold", points: 10n, redemptionId: "r" };
const undo: EntryDraft = { ...about, kind: "adjust", points: 10n, undoes: "a.change" };

let ledger: TestLedger;

/** Ann has 100 points; the batch knows all that there is to be known about her. */
beforeEach(() => {
  ledger = new TestLedger();
  ledger.earn("ann", 100n);
  ledger.batch.known.set("the.key", null);
  ledger.batch.given.set("a.gift", new Set());
  ledger.batch.undone.set("a.change", null);
});

const postIt = (draft: EntryDraft) => post(ledger.batch, draft, ledger.newId);

test.each([earn, reverse, hold, undo])("$kind is posted when all is loaded", (draft) => {
  expect(postIt(draft).outcome).toBe("posted");
});

test.each<[string, EntryDraft, (batch: TestLedger["batch"]) => void]>([
  ["account of customer ann", earn, ({ accounts }) => accounts.clear()],
  ["entry with the key the.key", earn, ({ known }) => known.clear()],
  ["lots of customer ann", hold, ({ lots }) => lots.clear()],
  ["lots of customer ann", reverse, ({ lots }) => lots.clear()],
  ["lots of customer ann", { ...undo, points: -10n }, ({ lots }) => lots.clear()],
  ["lots of the entry a.gift", reverse, ({ given }) => given.clear()],
  ["lots that gave to the entry a.change", undo, ({ undone }) => undone.clear()],
  ["points of redemption r", { ...hold, kind: "capture" }, () => {}],
  ["points of redemption r", { ...hold, kind: "void" }, () => {}],
  ["points of redemption r", { ...hold, kind: "return" }, () => {}],
])("%s: not loaded is not empty", (what, draft, forget) => {
  const entries = ledger.batch.entered.length;
  forget(ledger.batch);
  expect(() => postIt(draft)).toThrow(`The batch has not loaded the ${what}`);
  expect(ledger.batch.entered).toHaveLength(entries);
});

test("points that are only given need nobody's lots, and are written without them", () => {
  ledger.batch.lots.clear();
  expect(postIt(earn)).toMatchObject({ outcome: "posted" });
  expect(lotsToWrite(ledger.batch).made.map(({ remaining }) => remaining)).toEqual([100n, 10n]);
  expect(() => holdingsOf(ledger.batch, "ann")).toThrow("has not loaded the lots");
});
