/** What somebody gets: points, or a reward of the shop. */
export type ReferralReward = { points: bigint } | { rewardId: string };

/** How much a suspicion weighs. See `weights` in same-person.ts. */
export const strictnesses = ["relaxed", "standard", "strict"] as const;
export type Strictness = (typeof strictnesses)[number];

/** More for who brings many: these points once so many friends stayed. */
export type ReferralBonus = { referrals: number; points: bigint };

/** Prepared words to send to a friend; `{link}` stands for the link. */
export type ShareWords = { mail: string; whatsapp: string };

/** What a merchant decides about friends who bring friends. Money is minor units of the shop's currency. */
export type ReferralSettings = {
  active: boolean;
  advocateReward: ReferralReward;
  friendReward: ReferralReward;
  /** What the friend's first order has to come to, after discounts and what went back; null is anything. */
  minimumMinor: bigint | null;
  /** For so many days after following a link or asking for a code the friend's order counts. */
  attributionDays: number;
  /** For so many days after the friend's order the advocate's reward waits. */
  returnWindowDays: number;
  strictness: Strictness;
  /** Ascending by referrals. */
  bonuses: readonly ReferralBonus[];
  /** By language; what is missing is said in Encore's own words. */
  words: Readonly<Record<string, Partial<ShareWords>>>;
};

/** The conditions as they were when a friend ordered, as JSON. Numbers that may be large are text. */
export type ReferralSnapshot = {
  advocateReward: RewardJson;
  friendReward: RewardJson;
  minimumMinor: string | null;
  strictness: Strictness;
};
export type RewardJson = { points: string } | { rewardId: string };

/** What a shop starts with: switched off, 200 points for each of the two. */
export const startingReferrals: ReferralSettings = {
  active: false,
  advocateReward: { points: 200n },
  friendReward: { points: 200n },
  minimumMinor: null,
  attributionDays: 30,
  returnWindowDays: 14,
  strictness: "standard",
  bonuses: [],
  words: {},
};

/** The conditions that a friend's order is judged by from now on, whatever is changed later. */
export function snapshotOf(settings: ReferralSettings): ReferralSnapshot {
  return {
    advocateReward: rewardToJson(settings.advocateReward),
    friendReward: rewardToJson(settings.friendReward),
    minimumMinor: settings.minimumMinor === null ? null : String(settings.minimumMinor),
    strictness: settings.strictness,
  };
}

/** A reward as JSON. */
export function rewardToJson(reward: ReferralReward): RewardJson {
  return "points" in reward ? { points: String(reward.points) } : reward;
}

/** A reward from JSON. */
export function rewardFromJson(json: RewardJson): ReferralReward {
  return "points" in json ? { points: BigInt(json.points) } : { rewardId: json.rewardId };
}
