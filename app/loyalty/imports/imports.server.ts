import type { AuditAction } from "#app/audit/audit-actions.ts";
import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

export type ImportState = "tried" | "applying" | "applied" | "reversing" | "reversed";

/** What a step of an import came to: nothing when the import is not where the step begins, because somebody was faster. */
export type Stepped = { done: boolean };

/** Lets the good rows of a file that was tried be applied. It goes on by itself in the workers. */
export function applyImport(shopId: string, id: string, actor: string, at: Date): Promise<Stepped> {
  return step(shopId, id, ["tried", "applying", { linesDone: 0 }], "points.imported", actor, at);
}

/**
 * Lets everything that a file gave or took be taken back. What was spent meanwhile is owed, as with
 * a returned order. Asked again of one that was reversed, it tries the rows that could not be taken
 * back then.
 */
export function reverseImport(
  shopId: string,
  id: string,
  actor: string,
  at: Date,
): Promise<Stepped> {
  const from = ["applied", "reversed"];
  return step(shopId, id, [from, "reversing", { linesDone: 0 }], "import.reversed", actor, at);
}

/** Drops a file that was tried and is not wanted. */
export function discardImport(
  shopId: string,
  id: string,
  actor: string,
  at: Date,
): Promise<Stepped> {
  return inShop(shopId, async (tx) => {
    const { count } = await tx.pointsImport.deleteMany({ where: { shopId, id, state: "tried" } });
    if (count === 0) return { done: false };
    await tx.pointsImportRow.deleteMany({ where: { shopId, importId: id } });
    const discarded = { action: "import.discarded", subject: "imports" } as const;
    await audit(tx, { actor, ...discarded, before: null, after: null }, at);
    return { done: true };
  });
}

async function step(
  shopId: string,
  id: string,
  [from, to, data]: [ImportState | string[], ImportState, Partial<PointsImport>],
  action: AuditAction,
  actor: string,
  at: Date,
): Promise<Stepped> {
  const state = typeof from === "string" ? from : { in: from };
  const done = await inShop(shopId, async (tx) => {
    const where = { shopId, id, state };
    const { count } = await tx.pointsImport.updateMany({ where, data: { ...data, state: to } });
    if (count === 0) return false;
    const { rows, problems, points } = await tx.pointsImport.findUniqueOrThrow({
      where: { shopId_id: { shopId, id } },
    });
    const after = { rows: rows - problems, points };
    await audit(tx, { actor, action, subject: `import.${id}`, before: null, after }, at);
    return true;
  });
  if (done) await wake("import-points", { shopId });
  return { done };
}
