import { toJson } from "#app/ground/json.ts";

/** Everything about the program or a balance that somebody can do. What a merchant reads for each is in app/ui/copy/audit.ts. */
export type AuditAction =
  | "program.saved"
  | "currency.refused"
  | "program.launched"
  | "program.paused"
  | "program.relaunched"
  | "program.reset"
  | "balances.recalculated"
  | "earning_action.saved"
  | "campaign.saved"
  | "tiers.saved"
  | "tier.given"
  | "tier.taken_back"
  | "achievement.saved"
  | "achievement.deleted"
  | "challenge.saved"
  | "challenge.ended"
  | "leaderboard.switched"
  | "reward.saved"
  | "reward.given"
  | "reward.taken_back"
  | "referrals.saved"
  | "referral.decided"
  | "balance.adjusted"
  | "adjustment.undone"
  | "customer.excluded"
  | "customer.included"
  | "customers.unmerged"
  | "points.imported"
  | "import.reversed"
  | "import.discarded"
  | "account.frozen"
  | "account.unfrozen"
  | "api_key.created"
  | "api_key.revoked"
  | "webhook.saved"
  | "bulk.points_given"
  | "bulk.rewards_given"
  | "bulk.tags_added"
  | "bulk.stopped";

/** One thing that was done. Ids and settings only: no names, no addresses. */
export type AuditDraft = {
  /** staff.<Shopify user id> | api.<key id> | flow | encore */
  actor: string;
  action: AuditAction;
  /** What it was done to: program | customer.<id> | reward.<id> | import.<id> … */
  subject: string;
  before: object | null;
  after: object | null;
};

/** What differs between two states of one thing, as JSON: only the fields that changed, on either side. */
export function changedFields(
  before: object | null,
  after: object | null,
): { before: Fields | null; after: Fields | null } {
  const [old, next] = [asFields(before), asFields(after)];
  if (!old || !next) return { before: old, after: next };
  const changed = [...new Set([...Object.keys(old), ...Object.keys(next)])].filter(
    (field) => JSON.stringify(old[field]) !== JSON.stringify(next[field]),
  );
  const pick = (fields: Fields) =>
    Object.fromEntries(changed.map((field) => [field, fields[field] ?? null]));
  return { before: pick(old), after: pick(next) };
}

type Fields = Record<string, unknown>;

/** As JSON keeps it; numbers that are too large for JSON are text. */
function asFields(state: object | null): Fields | null {
  return state && (JSON.parse(toJson(state)) as Fields);
}
