import { inShop } from "#app/ground/db.server.ts";

import type { Achievement, Challenge } from "./achievement.ts";
import { ensureAchievements } from "./ensure-achievements.server.ts";
import { loadChallenges } from "./challenges.server.ts";
import { monthOf, type Streak, streakNow } from "./streak.ts";

export type AchievementOf = Pick<Achievement, "id" | "name" | "badge" | "kind" | "threshold"> & {
  reachedAt: Date | null;
};

export type ChallengeOf = Challenge & { progress: bigint; completedAt: Date | null };

/** All achievements that can be reached, and those that the customer has reached of others, too. */
export function achievementsOf(
  shopId: string,
  customerId: string,
  at: Date,
): Promise<AchievementOf[]> {
  return inShop(shopId, async (tx) => {
    const all = await ensureAchievements(tx, at);
    const rows = await tx.achievementUnlock.findMany({ where: { shopId, customerId } });
    const reached = new Map(rows.map((row) => [row.achievementId, row.at]));
    return all
      .filter(({ id, active }) => active || reached.has(id))
      .map(({ id, name, badge, kind, threshold }) => ({
        id,
        name,
        badge,
        kind,
        threshold,
        reachedAt: reached.get(id) ?? null,
      }));
  });
}

/** The challenges that run now, and how far the customer is in each. */
export function challengesOf(shopId: string, customerId: string, at: Date): Promise<ChallengeOf[]> {
  return inShop(shopId, async (tx) => {
    const running = (await loadChallenges(tx)).filter(
      ({ active, startsAt, endsAt }) => active && startsAt <= at && at < endsAt,
    );
    const rows = await tx.challengeProgress.findMany({ where: { shopId, customerId } });
    const known = new Map(rows.map((row) => [row.challengeId, row]));
    return running.map((challenge) => ({
      ...challenge,
      progress: known.get(challenge.id)?.progress ?? 0n,
      completedAt: known.get(challenge.id)?.completedAt ?? null,
    }));
  });
}

/** The customer's months in a row with an order; null before the first one. */
export function streakOfCustomer(
  shopId: string,
  customerId: string,
  at: Date,
): Promise<Streak | null> {
  return inShop(shopId, async (tx) => {
    const row = await tx.streak.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
    });
    if (!row) return null;
    const { timezone } = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { timezone: true },
    });
    const { current, best, lastMonth } = row;
    return streakNow({ current, best, lastMonth }, monthOf(at, timezone));
  });
}
