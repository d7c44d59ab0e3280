import type { OutgoingTopic } from "#app/integrations/webhooks/outgoing-topics.ts";

const topics: Record<OutgoingTopic, string> = {
  "points.changed": "A customer’s points changed",
  "points.expiring": "Points will expire soon",
  "tier.changed": "A customer’s tier changed",
  "reward.issued": "A reward can be used",
  "reward.used": "A reward was used",
  "referral.settled": "A referral was decided",
  "achievement.unlocked": "An achievement was reached",
  "challenge.completed": "A challenge was completed",
};

/** What another system may be told, in the order in which it is offered. */
export const webhookTopics = Object.entries(topics).map(([value, label]) => ({ value, label }));

export function webhookTopicInWords(topic: string): string {
  return topics[topic as OutgoingTopic] ?? topic;
}

const problems = {
  unreadable: "Enter a whole address, such as https://example.com/encore.",
  has_login: "Leave out the name and password in the address.",
  not_https: "Enter an address that begins with https://.",
  not_public: "Enter an address that can be reached from the internet.",
  too_many: "Ten webhooks are the most. Remove one first.",
};

/** Why an address cannot be told anything. */
export function webhookProblemInWords(problem: keyof typeof problems): string {
  return problems[problem];
}
