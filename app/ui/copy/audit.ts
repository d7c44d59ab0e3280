import type { AuditAction } from "#app/audit/audit-actions.ts";

import type { Formats } from "../format/formats.ts";
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
    actions: actionsOf("balance.", "balances.", "points.", "import.", "account."),
  },
  bulk: { name: "Bulk actions", actions: actionsOf("bulk.") },
  people: { name: "Customer identity", actions: actionsOf("customers.") },
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

/** Whoever belongs to the shop is told by the end of their Shopify user id: Encore does not know their names. */
export function actorInWords(actor: string): string {
  const [kind = "", id = ""] = actor.split(".");
  if (kind === "staff" && id) return `Staff member …${id.slice(-4)}`;
  return actors[kind as AuditActor] ?? readable(kind);
}

export function auditActorName(actor: AuditActor): string {
  return actors[actor];
}

export type Change = { field: string; from: string | null; to: string | null };

/** What differs, field by field, short enough for a line each. */
export function changesInWords(
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
  formats: Pick<Formats, "dateTime">,
): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields
    .filter((field) => !unsaid.has(field))
    .map((field) => ({
      field: readable(spaced(field)),
      from: before && valueInWords(before[field], formats),
      to: after && valueInWords(after[field], formats),
    }))
    .filter(({ from, to }) => (from ?? "nothing") !== "nothing" || (to ?? "nothing") !== "nothing");
}

/** What the app counts for itself, and whom the line names already. */
const unsaid = new Set(["id", "shopId", "version", "updatedAt", "position", "separatedId"]);
const MOST_CHARACTERS = 60;

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function valueInWords(value: unknown, { dateTime }: Pick<Formats, "dateTime">): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return `${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  if (typeof value === "string" && MOMENT.test(value)) return dateTime(value);
  const text = typeof value === "object" ? JSON.stringify(value) : String(value as string | number);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function spaced(name: string): string {
  return name.replaceAll(
    /([a-z])([A-Z])/g,
    (_, left: string, right: string) => `${left} ${right.toLowerCase()}`,
  );
}

function actionsOf(...beginnings: string[]): AuditAction[] {
  return (Object.keys(actions) as AuditAction[]).filter((action) =>
    beginnings.some((start) => action.startsWith(start)),
  );
}
