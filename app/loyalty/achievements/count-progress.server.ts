import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { shopOf } from "../program/shop-of.server.ts";
import { monthBefore, monthOf } from "./streak.ts";

/** How many take part in what a shop offers. `reached` is by achievement; `joined` have done something for a challenge. */
export type CountedProgress = {
  reached: Map<string, number>;
  challenges: Map<string, { joined: number; completed: number }>;
  /** Those who have ordered in two months in a row or more, and how many months the longest of these rows has. */
  streaks: Streaks;
};

type Streaks = { customers: number; longest: number };

/** Counts who has reached what, who takes part in which challenge, and whose months are in a row at this moment. */
export function countProgress(shopId: string, at: Date): Promise<CountedProgress> {
  return inShop(shopId, async (tx) => {
    const reached = await tx.$queryRaw<{ id: string; customers: number }[]>`
      SELECT progress.achievement_id::text AS id, count(*)::int AS customers
      FROM achievement_unlock progress
      WHERE progress.shop_id = ${shopId}::uuid AND ${ofPerson}
      GROUP BY progress.achievement_id`;
    const challenges = await tx.$queryRaw<{ id: string; joined: number; completed: number }[]>`
      SELECT progress.challenge_id::text AS id,
        (count(*) FILTER (WHERE progress.progress > 0 OR progress.completed_at IS NOT NULL))::int AS joined,
        count(progress.completed_at)::int AS completed
      FROM challenge_progress progress
      WHERE progress.shop_id = ${shopId}::uuid AND ${ofPerson}
      GROUP BY progress.challenge_id`;
    return {
      reached: new Map(reached.map(({ id, customers }) => [id, customers])),
      challenges: new Map(challenges.map(({ id, ...counted }) => [id, counted])),
      streaks: await countStreaks(tx, at),
    };
  });
}

/** How many have reached one achievement. */
export function countReached(shopId: string, achievementId: string): Promise<number> {
  return inShop(shopId, async (tx) => {
    const [counted] = await tx.$queryRaw<{ customers: number }[]>`
      SELECT count(*)::int AS customers FROM achievement_unlock progress
      WHERE progress.shop_id = ${shopId}::uuid AND progress.achievement_id = ${achievementId}::uuid AND ${ofPerson}`;
    return counted?.customers ?? 0;
  });
}

async function countStreaks(tx: ShopTx, at: Date): Promise<Streaks> {
  const { shopId } = tx;
  const { timezone } = await shopOf(tx);
  const [counted] = await tx.$queryRaw<Streaks[]>`
    SELECT count(*)::int AS customers, COALESCE(max(progress.current), 0) AS longest
    FROM streak progress
    WHERE progress.shop_id = ${shopId}::uuid AND progress.current >= 2
      AND progress.last_month >= ${monthBefore(monthOf(at, timezone))} AND ${ofPerson}`;
  return counted ?? { customers: 0, longest: 0 };
}

/**
 * What a merged record keeps, for the day on which it is parted, its survivor has, too. Only merged
 * records are looked for: they are few, and have an index.
 */
const ofPerson = Prisma.sql`NOT EXISTS (SELECT FROM customer c
  WHERE c.shop_id = progress.shop_id AND c.id = progress.customer_id AND c.merged_into_id IS NOT NULL)`;
