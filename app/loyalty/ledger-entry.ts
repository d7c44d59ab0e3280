import type { EventSource } from "#app/events/event.ts";

import type { RuleSnapshot } from "./rule.ts";

/** What a customer has. Whole points; the four balances are never negative, and debt never stands beside available points. */
export type Balances = {
  available: bigint;
  /** Earned, not yet released. */
  pending: bigint;
  /** Promised to a redemption that is not finished. */
  held: bigint;
  /** Taken back after it was spent: the next credits repay it. */
  debt: bigint;
  /** Counts towards tiers; spending does not lower it. */
  qualifying: bigint;
};

export type Account = Balances & {
  customerId: string;
  /** The number of the last entry. */
  seq: bigint;
};

/** Where points come from and go to outside the customers' accounts. */
export type Outside = "issued" | "redeemed" | "expired" | "revoked" | "adjusted";

/** A movement: available + pending + held − debt + outside = 0. */
export type Postings = {
  availableDelta: bigint;
  pendingDelta: bigint;
  heldDelta: bigint;
  debtDelta: bigint;
  qualifyingDelta: bigint;
  outside: Outside;
  outsideDelta: bigint;
};

/** Why an entry was made, put into words where it is shown. Points are decimal strings. */
export type Reason =
  | { code: "order_paid" | "order_changed"; orderName: string; points: string; target: string }
  | {
      code: "order_refunded" | "order_cancelled" | "order_reassigned";
      orderName: string;
      points: string;
      target: string;
      /** Points that were spent already and that the shop does not ask back. */
      forgiven?: string;
    }
  | { code: "customer_merged"; fromId: string; toId: string };

export type EntryKind = "earn" | "reverse" | "move_in" | "move_out";

/** An entry before it is posted: what it is about, and how many points it is to give or take. */
export type EntryDraft = {
  kind: "earn" | "reverse";
  customerId: string;
  /** More than zero. */
  points: bigint;
  /** Made from what the entry is about: the same key is the same entry. */
  idempotencyKey: string;
  ruleSnapshot: RuleSnapshot;
  orderId: bigint;
  /** When the points were earned, for an earn: the date of its lot. */
  occurredAt: Date;
  /** How the app heard of it. */
  source: EventSource;
  reason: Exclude<Reason, { code: "customer_merged" }>;
};

/** One line of the ledger. Never changed, corrected by adding. */
export type LedgerEntry = Postings & {
  id: string;
  customerId: string;
  seq: bigint;
  kind: EntryKind;
  idempotencyKey: string;
  ruleSnapshot: RuleSnapshot | null;
  orderId: bigint | null;
  actor: "encore";
  reason: Reason;
  occurredAt: Date;
};

/** Points that share one origin and expiry. */
export type Lot = {
  id: string;
  customerId: string;
  entryId: string;
  orderId: bigint | null;
  original: bigint;
  remaining: bigint;
  earnedAt: Date;
  /** null never expires. */
  expiresAt: Date | null;
};

/** Which lot an entry took from. */
export type LotUse = { lotId: string; entryId: string; points: bigint };
