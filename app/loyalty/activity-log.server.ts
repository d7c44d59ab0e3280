import { type AuditQuery, auditLog, type AuditRow } from "#app/audit/audit-log.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import type { Page } from "#app/ground/keyset-pages.ts";

/** `goal`: what the achievement or the challenge that it is about is called now, while there is one. */
export type ActivityRow = AuditRow & { goal: string | null };

/** What was done to the program and to balances, latest first, by whom and of what kind when that is asked. */
export async function activityLog(shopId: string, query: AuditQuery): Promise<Page<ActivityRow>> {
  const { rows, next } = await auditLog(shopId, query);
  const names = await goalNames(
    shopId,
    rows.map(({ subject }) => subject),
  );
  return { rows: rows.map((row) => ({ ...row, goal: names.get(row.subject) ?? null })), next };
}

/** By subject, as `challenge.01…`. */
async function goalNames(shopId: string, subjects: string[]): Promise<Map<string, string>> {
  const named = (kind: string) => {
    const ids = subjects.flatMap((subject) => {
      const [start, id] = subject.split(".");
      return start === kind && id ? [id] : [];
    });
    return { where: { shopId, id: { in: ids } }, select: { id: true, name: true } };
  };
  return inShop(shopId, async (tx) => {
    const achievements = await tx.achievement.findMany(named("achievement"));
    const challenges = await tx.challenge.findMany(named("challenge"));
    return new Map([
      ...achievements.map(({ id, name }) => [`achievement.${id}`, name] as const),
      ...challenges.map(({ id, name }) => [`challenge.${id}`, name] as const),
    ]);
  });
}
