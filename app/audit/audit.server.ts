import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { type AuditDraft, changedFields } from "./audit-actions.ts";

/** Writes down who did what, in the transaction that does it. Of two states only what differs is kept. Never changed afterwards. */
export async function audit(
  tx: ShopTx,
  { actor, action, subject, before, after }: AuditDraft,
  at: Date,
): Promise<void> {
  const changed = changedFields(before, after);
  const json = (fields: object | null) => (fields as Prisma.InputJsonObject) ?? Prisma.DbNull;
  await tx.auditEntry.create({
    data: {
      shopId: tx.shopId,
      id: newId(),
      at,
      actor,
      action,
      subject,
      before: json(changed.before),
      after: json(changed.after),
    },
  });
}
