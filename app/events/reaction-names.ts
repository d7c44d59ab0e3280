import type { EventType } from "./event.ts";

/** What the app does about each event, by name. The handlers stand beside the names in app/reactions.server.ts. */
export const reactionNames = {
  "order.paid": ["award-points", "follow-referrals", "settle-rewards", "follow-tiers"],
  "order.changed": ["award-points", "follow-referrals", "settle-rewards", "follow-tiers"],
  "order.edited": ["refresh-order", "award-points", "settle-rewards", "follow-tiers"],
  "order.cancelled": ["award-points", "follow-referrals", "settle-rewards", "follow-tiers"],
  "order.refunded": ["award-points", "follow-referrals", "settle-rewards", "follow-tiers"],
  "order.credit_used": ["read-payments"],
  "customer.registered": ["award-signups"],
  "customer.verified": ["award-signups"],
  "customer.merged": [
    "move-points",
    "publish-balance",
    "follow-referrals",
    "follow-tiers",
    "publish-tier",
  ],
  "customer.unmerged": ["separate-points", "publish-balance", "follow-tiers"],
  "points.changed": ["publish-balance", "queue-webhooks", "tell-flow", "follow-tiers"],
  "points.expiring": ["queue-webhooks", "tell-flow"],
  "tier.changed": ["publish-balance", "queue-webhooks", "tell-flow", "publish-tier"],
  "reward.redeemed": ["issue-rewards"],
  "reward.made": ["note-made"],
  "reward.refused": ["release-rewards"],
  "reward.ended": ["release-rewards"],
  "reward.issued": ["publish-balance", "queue-webhooks", "tell-flow", "follow-tiers"],
  "reward.used": ["publish-balance", "queue-webhooks"],
  "reward.withdrawn": ["withdraw-rewards", "publish-balance"],
  "referral.made": ["publish-balance"],
  "referral.settled": ["publish-balance", "queue-webhooks"],
  "achievement.unlocked": ["publish-balance", "queue-webhooks"],
  "challenge.completed": ["publish-balance", "queue-webhooks"],
  // Shopify forgets with an uninstall what it was told.
  "shop.installed": ["open-program", "open-ways", "publish-program"],
  "program.changed": ["publish-program", "read-collections", "publish-offers"],
} as const satisfies Partial<Record<EventType, readonly string[]>>;

type Names = typeof reactionNames;

export type ReactionName = Names[keyof Names][number];
