import type { readRedemptions } from "#app/loyalty/view.server.ts";

type Redemption = Awaited<ReturnType<typeof readRedemptions>>[number];

/** A reward as it was redeemed, as the loyalty room writes it down. Money and points are text. */
export type RewardFacts = Omit<Redemption["reward"], "cost" | "validDays" | "onLapse">;

/** A reward that somebody is to have. */
export type RewardToIssue = Pick<Redemption, "customerId" | "code" | "heldAt" | "expiresAt"> & {
  redemptionId: string;
  /** Null when Shopify does not know them: a guest, or somebody who was deleted. */
  customerGid: string | null;
  reward: RewardFacts;
  /** When Shopify was first asked for it; null when it never was. */
  askedAt: Date | null;
  /** For whom it was asked for before, as long as nobody knows what became of it: a merge may have made somebody else of them. */
  askedFor: readonly string[];
};

/** Why Shopify did not make a reward, in a word that the shopper's language has a sentence for. */
export type IssueRefusal =
  "no_account" | "product_gone" | "not_permitted" | "store_credit_off" | "shop_refused";

/** The shop that is asked. */
export type Shop = { domain: string; currency: string };

/** What became of asking Shopify. `detail` is what it said, for the merchant. */
export type IssueOutcome =
  | { outcome: "issued"; gid: string | null }
  | { outcome: "refused"; reason: IssueRefusal; detail: string };

/** A code that whoever has it may use needs no customer. */
export function isForAnybody(issue: Pick<RewardToIssue, "reward">): boolean {
  return issue.reward.codes !== "personal" && !isMoney(issue);
}

/** Whether the reward is one of many codes in one discount. What a free product costs is known only when it is redeemed. */
export function isShared({ reward }: Pick<RewardToIssue, "reward">): boolean {
  return (
    reward.codes !== "personal" && ["amount", "percentage", "free_shipping"].includes(reward.kind)
  );
}

/** Whether the reward is the customer's own as soon as it is made. */
export function isMoney({ reward }: Pick<RewardToIssue, "reward">): boolean {
  return reward.kind === "store_credit" || reward.kind === "gift_card";
}
