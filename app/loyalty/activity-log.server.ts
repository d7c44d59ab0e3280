import { type AuditQuery, auditLog, type AuditRow } from "#app/audit/audit-log.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { Page } from "#app/ground/keyset-pages.ts";

/** `about`: what the reward, tier, campaign or achievement that it is about is called now, or was called last. */
export type ActivityRow = AuditRow & { about: string | null };

export type ActivityPage = Page<ActivityRow> & {
  /** What rewards and tiers are called now, by their ids. */
  names: Record<string, string>;
};

/** What was done to the program and to balances, latest first; by whom, when and of what kind, where that is asked. */
export async function activityLog(shopId: string, query: AuditQuery): Promise<ActivityPage> {
  const { rows, next } = await auditLog(shopId, query);
  const names = await inShop(shopId, (tx) => loadNames(tx, rows));
  return {
    rows: rows.map((row) => ({ ...row, about: names[idOf(row)] ?? lastName(row) })),
    next,
    names,
  };
}

function idOf({ subject }: AuditRow): string {
  return subject.slice(subject.indexOf(".") + 1);
}

/** Of what was deleted, or has no table of its own. */
function lastName({ before, after }: AuditRow): string | null {
  const name = after?.["name"] ?? before?.["name"];
  return typeof name === "string" ? name : null;
}

async function loadNames(tx: ShopTx, rows: readonly AuditRow[]): Promise<Record<string, string>> {
  const { shopId } = tx;
  const ids = (kind: string) =>
    rows.flatMap((row) => (row.subject.startsWith(`${kind}.`) ? [idOf(row)] : []));
  const some = (kind: string) => ({
    where: { shopId, id: { in: ids(kind) } },
    select: { id: true, name: true },
  });
  const all = { where: { shopId }, select: { id: true, name: true } };
  const named = [
    ...(await tx.reward.findMany(all)),
    ...(await tx.tier.findMany(all)),
    ...(await tx.campaign.findMany(some("campaign"))),
    ...(await tx.achievement.findMany(some("achievement"))),
    ...(await tx.challenge.findMany(some("challenge"))),
  ];
  return Object.fromEntries(named.map(({ id, name }) => [id, name]));
}
