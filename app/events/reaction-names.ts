import type { EventType } from "./event.ts";

/** What the app does about each event, by name. The handlers stand beside the names in app/reactions.server.ts. */
export const reactionNames = {
  "order.paid": [
    "award-points",
    "follow-referrals",
    "settle-rewards",
    "follow-tiers",
    "follow-deeds",
  ],
  "order.changed": [
    "award-points",
    "follow-referrals",
    "settle-rewards",
    "follow-tiers",
    "follow-deeds",
  ],
  "order.edited": ["refresh-order", "award-points", "settle-rewards", "follow-tiers"],
  "order.cancelled": [
    "award-points",
    "follow-referrals",
    "settle-rewards",
    "follow-tiers",
    "follow-deeds",
  ],
  "order.refunded": [
    "award-points",
    "follow-referrals",
    "settle-rewards",
    "follow-tiers",
    "follow-deeds",
  ],
  "order.credit_used": ["read-payments"],
  "customer.registered": ["award-signups"],
  "customer.verified": ["award-signups"],
  "customer.merged": [
    "move-points",
    "publish-balance",
    "follow-referrals",
    "follow-tiers",
    "publish-tier",
    "follow-deeds",
  ],
  "customer.unmerged": [
    "separate-points",
    "publish-balance",
    "follow-referrals",
    "follow-tiers",
    "publish-tier",
    "follow-deeds",
  ],
  "points.changed": [
    "publish-balance",
    "queue-webhooks",
    "tell-flow",
    "follow-tiers",
    "follow-deeds",
  ],
  "points.expiring": ["queue-webhooks", "tell-flow"],
  "tier.changed": ["publish-balance", "queue-webhooks", "tell-flow", "publish-tier"],
  "action.done": ["follow-deeds"],
  "reward.redeemed": ["issue-rewards"],
  "reward.made": ["note-made"],
  "reward.refused": ["release-rewards"],
  "reward.ended": ["release-rewards"],
  "reward.issued": ["publish-balance", "queue-webhooks", "tell-flow", "follow-tiers"],
  "reward.used": ["publish-balance", "queue-webhooks"],
  "reward.withdrawn": ["withdraw-rewards", "publish-balance"],
  "referral.made": ["publish-balance"],
  "referral.settled": ["publish-balance", "queue-webhooks", "follow-deeds"],
  "achievement.unlocked": ["publish-balance", "queue-webhooks"],
  "challenge.completed": ["publish-balance", "queue-webhooks"],
  // Shopify forgets with an uninstall what it was told.
  "shop.installed": ["open-program", "open-ways", "publish-program"],
  "program.changed": ["publish-program", "read-collections", "publish-offers"],
} as const satisfies Partial<Record<EventType, readonly string[]>>;

type Names = typeof reactionNames;

export type ReactionName = Names[keyof Names][number];

/** Those that tell others what has just happened: an import of the past is no news, so its events do not call for them. */
export const reactionsToNews: readonly ReactionName[] = ["queue-webhooks", "tell-flow"];
