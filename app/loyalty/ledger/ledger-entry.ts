import type { EventSource } from "#app/events/event.ts";

import type { RuleSnapshot } from "../program/earning-rule.ts";

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
  /** What its entries forgave, less what was made up for since. */
  forgiven: bigint;
  /** Whether anything ever took of its points that did not give them: until then its lots are as they were given. */
  spent: boolean;
  /** The number of the last entry. */
  seq: bigint;
  /** The last time that counts as activity for rolling expiry. */
  activeAt: Date | null;
  /** The account did not add up: nothing moves on it until somebody has looked. */
  frozenAt: Date | null;
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

/** Why an entry was made, put into words where it is shown (app/ui/copy/ledger.ts). Points are decimal strings. */
export type Reason =
  | {
      code:
        "order_paid" | "order_changed" | "order_refunded" | "order_cancelled" | "order_reassigned";
      orderName: string;
      points: string;
      target: string;
    }
  | {
      code:
        | "points_released"
        | "points_expired"
        | "forgiven_made_up"
        | "expired_too_much"
        | "kept_alive";
      points: string;
    }
  | { code: "lots_reallocated" }
  /** What for, in the merchant's words. */
  | { code: "way_earned"; way: string; name: string; points: string }
  | {
      code:
        "adjusted_by_hand" | "adjustment_undone" | "imported" | "import_reversed" | "program_reset";
      points: string;
    }
  | { code: "friend_bought" | "friend_welcome" | "referral_undone"; points: string }
  | { code: "referral_bonus"; referrals: number; points: string }
  | {
      code:
        | "reward_redeemed"
        | "reward_used"
        | "reward_used_late"
        | "reward_not_made"
        | "reward_not_used"
        | "reward_forfeited"
        | "reward_reset"
        | "reward_goods_returned";
      reward: string;
      points: string;
    }
  | { code: "tier_entered" | "tier_lost"; tier: string; points: string }
  | { code: "achievement_unlocked"; achievement: string; points: string }
  | { code: "challenge_completed"; challenge: string; points: string }
  | { code: "customer_merged" | "customer_unmerged"; fromId: string; toId: string };

/** A reason as it is kept: what the entry forgives is said with it. */
export type KeptReason = Reason & { forgiven?: string };

export type EntryKind =
  | "earn"
  | "reverse"
  | "release"
  | "hold"
  | "capture"
  | "void"
  | "return"
  | "expire"
  | "adjust"
  | "move_in"
  | "move_out"
  | "reallocate";

/** What every entry is about. */
type About = {
  customerId: string;
  /** Made from what the entry is about: the same key is the same entry. */
  idempotencyKey: string;
  /** For an earn: the date of its lot. */
  occurredAt: Date;
  /** How the app heard of it. */
  source: EventSource;
  /** staff.<Shopify user id> | api.<key id> | flow | encore, which it is when nobody is named. */
  actor?: string;
  reason: Reason;
  /** The import that it belongs to. */
  importId?: string | null;
};

/** Points that are given. */
export type EarnDraft = About & {
  kind: "earn";
  /** More than zero. */
  points: bigint;
  orderId?: bigint | null;
  ruleSnapshot?: RuleSnapshot | null;
  /** How many of them count towards tiers: all of them when nothing is said. */
  qualifying?: bigint;
  /** From when they are there, where shortfalls are decided: when they can be spent, where nothing is said. */
  countsFrom?: Date;
  /** The date of the lot, where that is not when the entry was made: what an order gives more later is as old as the order. */
  earnedAt?: Date;
  /** Until when they are pending: a date, or the owner's first sign-in. */
  wait?: { until: Date } | "until_verified" | null;
};

/** Points that are taken back: from their own lots, then from available ones, and what was spent already becomes debt. */
export type ReverseDraft = About & {
  kind: "reverse";
  /** More than zero. */
  points: bigint;
  orderId?: bigint | null;
  ruleSnapshot?: RuleSnapshot | null;
  qualifying?: bigint;
  /** From when they are gone, where shortfalls are decided. Until then its own pending points pay for it. */
  countsFrom?: Date;
  /** The key of the entry that is undone, where no order says which lots are meant. */
  undoes?: string;
};

/** A step of a redemption: available → held (hold), held → spent (capture), held → available (void), spent → available (return). */
export type RedemptionDraft = About & {
  kind: "hold" | "capture" | "void" | "return";
  redemptionId: string;
  /** More than zero. For a capture, a void or a return all or part of what there is. */
  points: bigint;
  orderId?: bigint | null;
};

/** What somebody gives or takes by hand. Counts neither towards tiers nor, unless the program says so, as activity. */
export type AdjustDraft = About & {
  kind: "adjust";
  /** Not zero; less than zero takes. */
  points: bigint;
  /** The key of a change that took these points: they go back to the lots that it took them from. */
  undoes?: string;
};

/** An entry before it is posted: what it is about, and how many points it is to give, take or set aside. */
export type EntryDraft = EarnDraft | ReverseDraft | RedemptionDraft | AdjustDraft;

/** One line of the ledger. Never changed, corrected by adding. */
export type LedgerEntry = Postings & {
  id: string;
  customerId: string;
  seq: bigint;
  kind: EntryKind;
  idempotencyKey: string;
  ruleSnapshot: RuleSnapshot | null;
  orderId: bigint | null;
  redemptionId: string | null;
  importId: string | null;
  /** The `move_out` that began the transfer: the same in both halves. */
  transferId: string | null;
  transferKind: TransferKind | null;
  /** The account of the other half. */
  counterpartyId: string | null;
  /** Points that were spent already and that the shop does not ask back; less than zero where they were made up for after all. */
  forgiven: bigint;
  /** Where points are taken back: the most that could be owed when it was posted; null is no limit. */
  debtLimit: bigint | null;
  actor: string;
  reason: KeptReason;
  occurredAt: Date;
};

/** Why points went from one account to another: two records became one, or two again. */
export type TransferKind = "merge" | "unmerge";

/** Points that share one origin and expiry. */
export type Lot = {
  id: string;
  customerId: string;
  entryId: string;
  orderId: bigint | null;
  original: bigint;
  remaining: bigint;
  /** Of its points those that it never should have given, as they were taken back, wherever from; or that moved to another account. */
  gone: bigint;
  /** Of its points those that expired. */
  expired: bigint;
  earnedAt: Date;
  /** null never expires. */
  expiresAt: Date | null;
  /** Its points cannot be spent yet. */
  pending: boolean;
  /** When they can be; null while they wait for their owner to sign in. */
  releaseAt: Date | null;
  /** The lot whose points these were, when they came from another one: by a merge, or by going back too late. */
  originLotId: string | null;
  /** When its expiry was put off for being close to a reward. */
  extendedAt: Date | null;
};

/** Which lot an entry took from; less than zero where points went back into it. */
export type LotUse = { lotId: string; entryId: string; points: bigint };
