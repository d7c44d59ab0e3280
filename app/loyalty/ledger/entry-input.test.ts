import { expect, test } from "vitest";

import { TestLedger } from "#tests/support/loyalty/a-ledger.ts";

import type { RuleSnapshot } from "../program/earning-rule.ts";
import { IdempotencyKeyReused } from "./ledger-batch.ts";
import type { EarnDraft, EntryDraft } from "./ledger-entry.ts";

const AT = new Date("2026-01-01T10:00:00Z");
const LATER = new Date("2026-02-01T10:00:00Z");

const earn: EarnDraft = {
  kind: "earn",
  customerId: "ann",
  points: 100n,
  idempotencyKey: "the.key",
  orderId: 7n,
  ruleSnapshot: { unitMinor: "100", giftCards: "never" } as unknown as RuleSnapshot,
  earnedAt: AT,
  wait: { until: LATER },
  occurredAt: AT,
  source: "webhook",
  reason: { code: "tier_entered", tier: "Gold", points: "100" },
};

function postedThen(again: Partial<EarnDraft>, before: Partial<EarnDraft> = {}) {
  const ledger = new TestLedger();
  ledger.post({ ...earn, ...before });
  return () => ledger.post({ ...earn, ...before, ...again } as EntryDraft).outcome;
}

test.each<[string, Partial<EarnDraft>]>([
  ["how many count towards tiers", { qualifying: 0n }],
  ["why", { reason: { code: "referral_bonus", referrals: 3, points: "100" } }],
  ["the date of the lot", { earnedAt: LATER }],
  ["until when they wait", { wait: { until: AT } }],
  ["the rule", { ruleSnapshot: { unitMinor: "200" } as unknown as RuleSnapshot }],
  ["who asked", { actor: "staff.1" }],
  ["the import", { importId: "an-import" }],
  ["the order", { orderId: 8n }],
  ["the points", { points: 99n }],
])("%s makes it another entry", (_, other) => {
  expect(postedThen(other)).toThrow(IdempotencyKeyReused);
});

test.each<[string, Partial<EarnDraft>, Partial<EarnDraft>?]>([
  ["nothing else", {}],
  ["another moment", { occurredAt: LATER }],
  ["heard of otherwise", { source: "backfill" }],
  ["a new name", { reason: { code: "tier_entered", tier: "Golden", points: "100" } }],
  ["said that all count", { qualifying: 100n }],
  ["said that nobody else asked", { actor: "encore" }],
  ["the guest is a member now", { wait: null }, { wait: "until_verified" }],
  [
    "the rule as it comes back from the database",
    { ruleSnapshot: { giftCards: "never", unitMinor: "100" } as unknown as RuleSnapshot },
  ],
])("%s: still the same entry", (_, again, before) => {
  expect(postedThen(again, before)()).toBe("known");
});

test("entries of before, whose input nobody kept, are compared by what they did", () => {
  const ledger = new TestLedger();
  ledger.post(earn);
  const known = ledger.batch.known.get("the.key")!;
  ledger.batch.known.set("the.key", { ...known, input: null });
  expect(ledger.post({ ...earn, qualifying: 0n }).outcome).toBe("known");
  expect(() => ledger.post({ ...earn, points: 99n })).toThrow(IdempotencyKeyReused);
});
