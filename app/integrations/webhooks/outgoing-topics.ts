import type { EventType } from "#app/events/event.ts";

/** What other systems may hear of. */
export const outgoingTopics = [
  "points.changed",
  "points.expiring",
  "tier.changed",
  "reward.issued",
  "reward.used",
  "referral.settled",
  "achievement.unlocked",
  "challenge.completed",
] as const satisfies readonly EventType[];
export type OutgoingTopic = (typeof outgoingTopics)[number];
