import type { Reward as RewardRow } from "#prisma/generated/client/client.ts";

import { type CombinesWith, combinesWithNothing, type Reward } from "./reward.ts";

/** A reward as its table keeps it. Only `saveReward` writes the columns that are cast here. */
export function rewardOf({ shopId: _, updatedAt: _at, ...row }: RewardRow): Reward {
  const combinesWith = { ...combinesWithNothing, ...(row.combinesWith as CombinesWith) };
  return { ...row, combinesWith } satisfies Record<keyof Reward, unknown> as Reward;
}
