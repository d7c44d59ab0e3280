import { inOneOrder } from "../program/program.ts";
import type { EntryDraft } from "./ledger-entry.ts";

/**
 * What a draft asks for, as one text: two drafts of one key with different texts are two different things, and somebody reuses keys.
 * 100 points for order 7 that count towards tiers, and 100 that do not, differ.
 *
 * Left out is what may differ when the same is asked again: `occurredAt` (a form that is sent twice, an import that goes on after a
 * crash), how it was heard of, the names in the reason (a tier may be renamed meanwhile; only its code counts), and whether its
 * owner has to sign in first (a guest may have become a member). Whose account it is for is compared beside it, as merges change
 * that.
 */
export function inputOf(draft: EntryDraft): string {
  const { kind, points, reason, actor = "encore", importId = null } = draft;
  const given = draft.kind === "earn" || draft.kind === "reverse" ? draft : null;
  const earn = draft.kind === "earn" ? draft : null;
  const wait = earn?.wait && earn.wait !== "until_verified" ? earn.wait.until : null;
  return inOneOrder({
    kind,
    points,
    code: reason.code,
    actor,
    importId,
    orderId: ("orderId" in draft ? draft.orderId : null) ?? null,
    redemptionId: "redemptionId" in draft ? draft.redemptionId : null,
    undoes: ("undoes" in draft ? draft.undoes : null) ?? null,
    qualifying: given && (given.qualifying ?? points),
    ruleSnapshot: given?.ruleSnapshot ?? null,
    earnedAt: earn?.earnedAt ?? null,
    waitsUntil: wait,
  });
}
