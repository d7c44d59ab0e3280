import { DAY_MS } from "#app/ground/calendar.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { type AchievementFacts, progressIn, reachedAt } from "./achievement.ts";
import { ensureAchievements } from "./ensure-achievements.server.ts";
import { loadChallenges } from "./challenges.server.ts";

/** An achievement or a challenge that somebody has come to, and what it pays them. */
export type Done = { goalId: string; customerId: string; name: string; points: bigint; at: Date };

/** What is heard of late still counts for a challenge for so long after its end. */
const LATE_DAYS = 30;

/** Unlocks the achievements that these customers have reached and did not have. Returns them. */
export async function unlock(
  tx: ShopTx,
  facts: ReadonlyMap<string, AchievementFacts>,
  timezone: string,
  at: Date,
): Promise<Done[]> {
  const { shopId } = tx;
  const achievements = (await ensureAchievements(tx, at)).filter(({ active }) => active);
  const rows = await tx.$queryRaw<{ achievementId: string; customerId: string }[]>`
    SELECT achievement_id AS "achievementId", customer_id AS "customerId" FROM achievement_unlock
    WHERE shop_id = ${shopId}::uuid AND customer_id = ANY(${[...facts.keys()]}::uuid[])`;
  const known = new Set(rows.map(({ achievementId, customerId }) => achievementId + customerId));
  const reached = [...facts].flatMap(([customerId, own]) =>
    achievements.flatMap((achievement): Done[] => {
      const { id: goalId, name, points, pointsFrom } = achievement;
      if (known.has(goalId + customerId)) return [];
      const day = reachedAt(achievement, own, timezone, at);
      if (!day || day > at) return [];
      const paid = pointsFrom !== null && day >= pointsFrom ? points : 0n;
      return [{ goalId, customerId, name, points: paid, at: day }];
    }),
  );
  if (reached.length === 0) return [];
  const kept = await keep(tx, reached);
  const done = reached.filter(({ goalId }) => kept.has(goalId));
  const written = JSON.stringify(
    done.map(({ goalId, customerId, at: day }) => ({ goalId, customerId, at: day })),
  );
  await tx.$executeRaw`
    INSERT INTO achievement_unlock (shop_id, achievement_id, customer_id, at)
    SELECT ${shopId}::uuid, "goalId", "customerId", at
    FROM jsonb_to_recordset(${written}::jsonb) AS done("goalId" uuid, "customerId" uuid, at timestamptz)`;
  return done;
}

/** Those of the achievements that are still there, and that nobody deletes until this transaction ends. */
async function keep(tx: ShopTx, reached: readonly Done[]): Promise<Set<string>> {
  const ids = [...new Set(reached.map(({ goalId }) => goalId))];
  if (ids.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM achievement WHERE shop_id = ${tx.shopId}::uuid AND id = ANY(${ids}::uuid[])
    ORDER BY id FOR KEY SHARE`;
  return new Set(rows.map(({ id }) => id));
}

/** Writes how far these customers are in the challenges that run, or ended not long ago. Returns those that are completed now. */
export async function advance(
  tx: ShopTx,
  facts: ReadonlyMap<string, AchievementFacts>,
  at: Date,
): Promise<Done[]> {
  const { shopId } = tx;
  const open = (await loadChallenges(tx)).filter(
    ({ active, startsAt, endsAt }) =>
      active && startsAt <= at && endsAt.getTime() + LATE_DAYS * DAY_MS > at.getTime(),
  );
  if (open.length === 0) return [];
  const rows = await tx.challengeProgress.findMany({
    where: { shopId, customerId: { in: [...facts.keys()] } },
  });
  const known = new Map(rows.map((row) => [row.challengeId + row.customerId, row]));
  const done: Done[] = [];
  for (const [customerId, own] of facts) {
    for (const challenge of open) {
      const { id: challengeId, name, points } = challenge;
      const { progress, reachedAt: reached } = progressIn(challenge, own);
      const before = known.get(challengeId + customerId);
      const completedAt = before?.completedAt ?? reached;
      const isSame = (before?.progress ?? 0n) === progress && (!reached || before?.completedAt);
      if (isSame) continue;
      await tx.challengeProgress.upsert({
        where: { shopId_challengeId_customerId: { shopId, challengeId, customerId } },
        create: { shopId, challengeId, customerId, progress, completedAt },
        update: { progress, completedAt },
      });
      if (reached && !before?.completedAt)
        done.push({ goalId: challengeId, customerId, name, points, at: reached });
    }
  }
  return done;
}
