import { inShop } from "#app/db.server.ts";

import { monthBefore, monthOf } from "./streak.ts";

/** How many take part in what a shop offers. `reached` is by achievement; `joined` have done something for a challenge. */
export type CountedDeeds = {
  reached: Map<string, number>;
  challenges: Map<string, { joined: number; completed: number }>;
  /** Those who have ordered in two months in a row or more, and how many months the longest of these rows has. */
  streaks: { customers: number; longest: number };
};

/** Counts who has reached what, who takes part in which challenge, and whose months are in a row at this moment. */
export function countDeeds(shopId: string, at: Date): Promise<CountedDeeds> {
  return inShop(shopId, async (tx) => {
    const reached = await tx.achievementUnlock.groupBy({
      by: ["achievementId"],
      where: { shopId },
      _count: true,
    });
    const challenges = await tx.$queryRaw<{ id: string; joined: number; completed: number }[]>`
      SELECT challenge_id::text AS id,
        (count(*) FILTER (WHERE progress > 0 OR completed_at IS NOT NULL))::int AS joined,
        count(completed_at)::int AS completed
      FROM challenge_progress WHERE shop_id = ${shopId}::uuid GROUP BY challenge_id`;
    const { timezone } = await tx.shop.findUniqueOrThrow({
      where: { id: shopId },
      select: { timezone: true },
    });
    const streaks = await tx.streak.aggregate({
      where: {
        shopId,
        current: { gte: 2 },
        lastMonth: { gte: monthBefore(monthOf(at, timezone)) },
      },
      _count: true,
      _max: { current: true },
    });
    return {
      reached: new Map(reached.map(({ achievementId, _count }) => [achievementId, _count])),
      challenges: new Map(challenges.map(({ id, ...counted }) => [id, counted])),
      streaks: { customers: streaks._count, longest: streaks._max.current ?? 0 },
    };
  });
}

/** How many have reached one achievement. */
export function countReached(shopId: string, achievementId: string): Promise<number> {
  return inShop(shopId, (tx) => tx.achievementUnlock.count({ where: { shopId, achievementId } }));
}
