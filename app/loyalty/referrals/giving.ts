import type { EarnDraft, EntryDraft, Reason } from "../ledger/ledger-entry.ts";
import type { ReferralState } from "./judgement.ts";
import { type ReferralReward, type RewardJson, rewardFromJson } from "./referral-program.ts";

/** What is given for: advocate | friend | bonus.<number of friends>. */
type What = string;

/** What was given and not taken back: points by the key of their entry, or a reward by its redemption. As JSON. */
export type GivenGift = { points: string; key: string } | { redemptionId: string };
export type Given = Readonly<Record<What, GivenGift>>;

/** A referral as far as giving goes. */
export type Giving = {
  id: string;
  advocateId: string;
  friendId: string;
  /** The friend is a guest: nobody may spend what a guest has until they have signed in. */
  friendIsGuest: boolean;
  snapshot: { advocateReward: RewardJson; friendReward: RewardJson };
  placedAt: Date;
  dueAt: Date;
  given: Given;
  /** Counts the changes of what was given. */
  revision: number;
};

/** What is to be given now and what taken back, so that a referral has what it calls for. */
export type Changes = {
  drafts: EntryDraft[];
  rewards: { what: What; customerId: string; rewardId: string; key: string }[];
  withdrawals: { what: What; redemptionId: string }[];
  /** Without the rewards that are still to be given. */
  given: Given;
  revision: number;
};

/**
 * What a referral calls for. Points of advocate and friend are there as soon as the friend has bought: they wait on the
 * ledger until the return window is over, so that everybody sees them coming, and the shop what it owes. What cannot wait,
 * rewards and bonuses, comes at the end. The friend's reward that is no points was their welcome code, before they bought.
 */
export function wanted(
  { snapshot }: Pick<Giving, "snapshot">,
  state: ReferralState,
  bonuses: Readonly<Record<string, bigint>>,
): Map<What, ReferralReward> {
  if (state !== "pending" && state !== "rewarded") return new Map();
  const advocate = rewardFromJson(snapshot.advocateReward);
  const friend = rewardFromJson(snapshot.friendReward);
  const gifts: [What, ReferralReward][] = [];
  if ("points" in advocate || state === "rewarded") gifts.push(["advocate", advocate]);
  if ("points" in friend) gifts.push(["friend", friend]);
  if (state === "rewarded") {
    for (const [number, points] of Object.entries(bonuses))
      gifts.push([`bonus.${number}`, { points }]);
  }
  return new Map(gifts.filter(([, gift]) => !("points" in gift) || gift.points > 0n));
}

/** Points that somebody else has than who is to have them, since records were parted: who, by what they were given for. */
export type MisplacedGrants = ReadonlyMap<What, string>;

/**
 * Leads from what was given to what is wanted. What is given is given whole, and taken back whole. MisplacedGrants are taken from who has
 * them and given anew.
 */
export function changesFor(
  referral: Giving,
  gifts: ReadonlyMap<What, ReferralReward>,
  at: Date,
  misplaced: MisplacedGrants = new Map(),
): Changes {
  const { given, revision } = referral;
  const stays = (what: What) => gifts.has(what) && !misplaced.has(what);
  const gone = Object.entries(given).filter(([what]) => !stays(what));
  const fresh = [...gifts].filter(([what]) => !given[what] || !stays(what));
  const next = revision + 1;
  const keyOf = (what: What) => `referral.${referral.id}.${what}.${next}`;

  const changes: Changes = { drafts: [], rewards: [], withdrawals: [], given, revision };
  if (gone.length === 0 && fresh.length === 0) return changes;
  const kept = Object.entries(given).filter(([what]) => stays(what));
  const entries: [What, GivenGift][] = [];
  for (const [what, gift] of gone) {
    if ("redemptionId" in gift) changes.withdrawals.push({ what, redemptionId: gift.redemptionId });
    else {
      const customerId = misplaced.get(what) ?? receiverOf(referral, what);
      changes.drafts.push(undo(customerId, gift, keyOf(what), at));
    }
  }
  for (const [what, gift] of fresh) {
    const key = keyOf(what);
    const customerId = receiverOf(referral, what);
    if ("rewardId" in gift) {
      changes.rewards.push({ what, customerId, rewardId: gift.rewardId, key });
      continue;
    }
    changes.drafts.push(give(referral, what, gift.points, key, at));
    entries.push([what, { points: String(gift.points), key }]);
  }
  return { ...changes, given: Object.fromEntries([...kept, ...entries]), revision: next };
}

function give(
  referral: Giving,
  what: What,
  points: bigint,
  idempotencyKey: string,
  at: Date,
): EarnDraft {
  const isBonus = what.startsWith("bonus.");
  return {
    ...about(receiverOf(referral, what)),
    kind: "earn",
    points,
    idempotencyKey,
    // A bonus is earned when the number is reached.
    occurredAt: isBonus ? at : referral.placedAt,
    reason: reasonOf(what, String(points)),
    wait: isBonus ? null : waitOf(referral, what),
  };
}

function undo(
  customerId: string,
  { points, key }: { points: string; key: string },
  idempotencyKey: string,
  at: Date,
): EntryDraft {
  return {
    ...about(customerId),
    kind: "reverse",
    points: BigInt(points),
    idempotencyKey: `${idempotencyKey}.undone`,
    occurredAt: at,
    reason: { code: "referral_undone", points },
    undoes: key,
  };
}

function about(customerId: string) {
  return { customerId, source: "app" } as const;
}

/** Who is to have what is given for it. */
export function receiverOf(
  { advocateId, friendId }: Pick<Giving, "advocateId" | "friendId">,
  what: What,
): string {
  return what === "friend" ? friendId : advocateId;
}

function waitOf({ friendIsGuest, dueAt }: Giving, what: What): EarnDraft["wait"] {
  return what === "friend" && friendIsGuest ? "until_verified" : { until: dueAt };
}

function reasonOf(what: What, points: string): Reason {
  if (what === "advocate") return { code: "friend_bought", points };
  if (what === "friend") return { code: "friend_welcome", points };
  return { code: "referral_bonus", referrals: Number(what.slice("bonus.".length)), points };
}
