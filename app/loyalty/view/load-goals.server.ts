import type { ShopTx } from "#app/ground/db.server.ts";

import type { AchievementKind } from "../achievements/achievement.ts";
import type { EarningActionKind } from "../earning/actions/earning-action.ts";
import type { LimitPeriod } from "../program/period.ts";

/** What a shop's members can reach, and how often they may have what. */
export type Goals = {
  timezone: string;
  /** By their ids. */
  achievements: { id: string; kind: AchievementKind; threshold: bigint }[];
  /** `count` is null where there is no limit. */
  actions: { id: string; kind: EarningActionKind; count: number | null; period: LimitPeriod }[];
  rewards: { id: string; count: number; period: LimitPeriod }[];
};

/** What is switched on of these. One query: asked for one by one, they made the whole pipeline a tenth slower. */
export async function loadGoals(tx: ShopTx): Promise<Goals> {
  const [found] = await tx.$queryRaw<(Omit<Goals, "achievements"> & { achievements: Told[] })[]>`
    SELECT s.timezone,
      (SELECT coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'threshold', a.threshold::text) ORDER BY a.id), '[]')
        FROM achievement a WHERE a.shop_id = s.id AND a.active) AS achievements,
      (SELECT coalesce(json_agg(json_build_object('id', w.id, 'kind', w.kind, 'count', w.limit_count, 'period', w.limit_period)), '[]')
        FROM earning_action w WHERE w.shop_id = s.id AND w.active) AS actions,
      (SELECT coalesce(json_agg(json_build_object('id', r.id, 'count', r.limit_count, 'period', r.limit_period)), '[]')
        FROM reward r WHERE r.shop_id = s.id AND r.active AND r.limit_count IS NOT NULL) AS rewards
    FROM shop s WHERE s.id = ${tx.shopId}::uuid`;
  if (!found) throw new Error("A shop that does not exist has no members");
  const achievements = found.achievements.map((one) => ({
    ...one,
    threshold: BigInt(one.threshold),
  }));
  return { ...found, achievements };
}

type Told = { id: string; kind: AchievementKind; threshold: string };
