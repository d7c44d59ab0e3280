import type { AuditAction } from "#app/audit/audit-actions.ts";
import { audit } from "#app/audit/audit.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { wake } from "#app/ground/queues.server.ts";
import type { PointsImport } from "#prisma/generated/client/client.ts";

import { dropParts } from "./file-parts.server.ts";

export type ImportState =
  "checking" | "unreadable" | "tried" | "applying" | "applied" | "reversing" | "reversed";

/**
 * What a step of an import came to: nothing when the import is not where the step begins, because somebody was faster.
 * `imported_meanwhile`: the same file was imported after this one was tried, and nobody was warned of that.
 */
export type Stepped = { done: boolean; reason?: "imported_meanwhile" };

/** Lets the good rows of a file that was tried be applied. It goes on by itself in the workers. */
export function applyImport(shopId: string, id: string, actor: string, at: Date): Promise<Stepped> {
  const data = { linesDone: 0, actor };
  const move: Move = { from: ["tried"], to: "applying", data, action: "points.imported" };
  return step(shopId, id, move, { actor, at });
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
  const from: ImportState[] = ["applied", "reversed"];
  const move: Move = { from, to: "reversing", data: { linesDone: 0 }, action: "import.reversed" };
  return step(shopId, id, move, { actor, at });
}

/** Drops a file of which nothing was applied and that is not wanted. */
export function discardImport(
  shopId: string,
  id: string,
  actor: string,
  at: Date,
): Promise<Stepped> {
  return inShop(shopId, async (tx) => {
    const state = { in: ["checking", "unreadable", "tried"] satisfies ImportState[] };
    const { count } = await tx.pointsImport.deleteMany({ where: { shopId, id, state } });
    if (count === 0) return { done: false };
    await dropParts(tx, id);
    await tx.pointsImportRow.deleteMany({ where: { shopId, importId: id } });
    const discarded = { action: "import.discarded", subject: "imports" } as const;
    await audit(tx, { actor, ...discarded, before: null, after: null }, at);
    return { done: true };
  });
}

type Move = {
  from: ImportState[];
  to: ImportState;
  data: Partial<PointsImport>;
  action: AuditAction;
};

async function step(
  shopId: string,
  id: string,
  { from, to, data, action }: Move,
  { actor, at }: { actor: string; at: Date },
): Promise<Stepped> {
  const stepped = await inShop(shopId, async (tx): Promise<Stepped> => {
    if (to === "applying" && (await wasImportedMeanwhile(tx, id)))
      return { done: false, reason: "imported_meanwhile" };
    const where = { shopId, id, state: { in: from } };
    const { count } = await tx.pointsImport.updateMany({
      where,
      data: { ...data, state: to, workingSince: at },
    });
    if (count === 0) return { done: false };
    const { rows, problems, points } = await tx.pointsImport.findUniqueOrThrow({
      where: { shopId_id: { shopId, id } },
    });
    const after = { rows: rows - problems, points };
    await audit(tx, { actor, action, subject: `import.${id}`, before: null, after }, at);
    return { done: true };
  });
  if (stepped.done) await wake("import-points", { shopId });
  return stepped;
}

/** All files that say the same are locked, in one order: of two that are applied at once, one sees the other. */
async function wasImportedMeanwhile(tx: ShopTx, id: string): Promise<boolean> {
  const same = await tx.$queryRaw<Pick<PointsImport, "id" | "state" | "createdAt" | "appliedAt">[]>`
    SELECT p.id, p.state, p.created_at AS "createdAt", p.applied_at AS "appliedAt"
    FROM points_import p
    WHERE p.shop_id = ${tx.shopId}::uuid AND p.content_hash = (
      SELECT content_hash FROM points_import WHERE shop_id = ${tx.shopId}::uuid AND id = ${id}::uuid
    )
    ORDER BY p.id
    FOR UPDATE OF p`;
  const own = same.find((one) => one.id === id);
  return same.some(
    ({ id: otherId, state, appliedAt }) =>
      otherId !== id &&
      own?.state === "tried" &&
      (state === "applying" ||
        (state === "applied" && appliedAt !== null && appliedAt > own.createdAt)),
  );
}
