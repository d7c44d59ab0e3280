import { inShop } from "#app/ground/db.server.ts";

import { audit } from "./audit.server.ts";
import type { AuditDraft } from "./audit-actions.ts";

type Draft = Omit<AuditDraft, "action"> & {
  action: "api_key.created" | "api_key.revoked" | "webhook.saved";
};

/** Writes down what somebody did about another system. Never give it a secret. */
export function auditSystems(shopId: string, draft: Draft, at: Date): Promise<void> {
  return inShop(shopId, (tx) => audit(tx, draft, at));
}
