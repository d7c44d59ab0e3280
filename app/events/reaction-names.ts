import type { EventType } from "./event.ts";

/** What the app does about each event, by name. The handlers stand beside the names in app/reactions.server.ts. */
export const reactionNames = {
  "order.paid": ["award-points"],
  "order.changed": ["award-points"],
  "order.edited": ["refresh-order", "award-points"],
  "order.cancelled": ["award-points"],
  "order.refunded": ["award-points"],
  "customer.merged": ["move-points", "publish-balance"],
  "points.changed": ["publish-balance"],
  "tier.changed": ["publish-balance"],
  "reward.issued": ["publish-balance"],
  "reward.used": ["publish-balance"],
  "reward.withdrawn": ["publish-balance"],
  "referral.made": ["publish-balance"],
  "referral.settled": ["publish-balance"],
  "achievement.unlocked": ["publish-balance"],
  "challenge.completed": ["publish-balance"],
  // Shopify forgets with an uninstall what it was told.
  "shop.installed": ["open-program", "publish-program"],
  "program.changed": ["publish-program"],
} as const satisfies Partial<Record<EventType, readonly string[]>>;

type Names = typeof reactionNames;

export type ReactionName = Names[keyof Names][number];
