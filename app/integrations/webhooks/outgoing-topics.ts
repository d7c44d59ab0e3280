import type { EventType } from "#app/events/event.ts";

/** What other systems may hear of. These names are published: they stay where an event comes to be called something else. */
export const outgoingTopics = [
  "points.changed",
  "points.expiring",
  "tier.changed",
  "reward.issued",
  "reward.used",
  "referral.settled",
  "achievement.unlocked",
  "challenge.completed",
] as const satisfies readonly (EventType | "reward.issued")[];
export type OutgoingTopic = (typeof outgoingTopics)[number];

/** What other systems know an event by. */
export function topicOf(type: EventType): string {
  return type === "reward.available" ? "reward.issued" : type;
}
