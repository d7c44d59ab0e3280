import type { AuditAction } from "#app/audit/audit-actions.ts";

import { readable } from "./segments.ts";

/** What was done, as it follows somebody's name: "A member of staff · changed the program". */
const actions: Record<AuditAction, string> = {
  "program.saved": "Changed how points are earned",
  "currency.refused": "Kept the currency of the program: the shop has another one in Shopify now",
  "program.launched": "Launched the program",
  "program.paused": "Paused the program",
  "program.relaunched": "Launched the program again after a pause",
  "program.reset": "Took all points back and started the program again from zero",
  "balances.recalculated": "Recalculated balances by today’s rules",
  "earning_action.saved": "Changed an earning action",
  "campaign.saved": "Changed a campaign",
  "tiers.saved": "Changed the tiers",
  "tier.given": "Set a customer’s tier",
  "tier.taken_back": "Ended a tier that was set by hand",
  "achievement.saved": "Changed an achievement",
  "achievement.deleted": "Deleted an achievement",
  "challenge.saved": "Changed a challenge",
  "challenge.ended": "Ended a challenge",
  "leaderboard.switched": "Showed or hid the leaderboard",
  "reward.saved": "Changed a reward",
  "reward.given": "Gave a reward",
  "reward.taken_back": "Took an unused reward back",
  "referrals.saved": "Changed how referrals work",
  "referral.decided": "Decided about a referral",
  "balance.adjusted": "Adjusted a balance",
  "adjustment.undone": "Undid an adjustment of a balance",
  "customer.excluded": "Excluded a customer from the program",
  "customer.included": "Let a customer take part in the program again",
  "customers.unmerged": "Unmerged two customers",
  "points.imported": "Imported points",
  "import.reversed": "Reversed a points import",
  "import.discarded": "Discarded a points import",
  "account.frozen": "Froze an account (balance mismatch)",
  "account.unfrozen": "Unfroze an account",
  "api_key.created": "Created an API key",
  "api_key.revoked": "Revoked an API key",
  "webhook.saved": "Updated a webhook",
  "bulk.points_given": "Gave points to several customers",
  "bulk.rewards_given": "Gave a reward to several customers",
  "bulk.tags_added": "Tagged several customers",
  "bulk.stopped": "Stopped what was being done about several customers",
};

/** What a merchant may look for, each with the actions that belong to it. */
export const auditTopics = {
  program: {
    name: "Program",
    actions: actionsOf(
      "program.",
      "currency.",
      "earning_action.",
      "campaign.",
      "tiers.",
      "achievement.",
      "challenge.",
      "leaderboard.",
    ),
  },
  rewards: { name: "Rewards", actions: actionsOf("reward.") },
  referrals: { name: "Referrals", actions: actionsOf("referrals.", "referral.") },
  points: {
    name: "Points",
    actions: actionsOf("balance.", "balances.", "adjustment.", "points.", "import.", "account."),
  },
  bulk: { name: "Bulk actions", actions: actionsOf("bulk.") },
  people: { name: "Customers", actions: actionsOf("customers.", "customer.", "tier.") },
  systems: { name: "API and webhooks", actions: actionsOf("api_key.", "webhook.") },
} as const;

export type AuditTopic = keyof typeof auditTopics;
export const auditTopicNames = Object.keys(auditTopics) as [AuditTopic, ...AuditTopic[]];

const actors = {
  staff: "Your staff",
  api: "API",
  flow: "Shopify Flow",
  encore: "Encore itself",
};

export type AuditActor = keyof typeof actors;
export const auditActorNames = Object.keys(actors) as [AuditActor, ...AuditActor[]];

export function auditActionInWords(action: string): string {
  return actions[action as AuditAction] ?? readable(action.replaceAll(".", " "));
}

/** By name, where that is known; else whoever belongs to the shop is told by the end of their Shopify user id. */
export function actorInWords(actor: string, name: string | null = null): string {
  if (name) return name;
  const [kind = "", id = ""] = actor.split(".");
  if (kind === "staff" && id) return `Staff member …${id.slice(-4)}`;
  return actors[kind as AuditActor] ?? readable(kind);
}

export function auditActorName(actor: AuditActor): string {
  return actors[actor];
}

function actionsOf(...beginnings: string[]): AuditAction[] {
  return (Object.keys(actions) as AuditAction[]).filter((action) =>
    beginnings.some((start) => action.startsWith(start)),
  );
}
