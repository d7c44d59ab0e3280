import type { Reward as RewardRow } from "#prisma/generated/client/client.ts";

import type { LimitPeriod } from "../program/period.ts";
import { type CombinesWith, combinesWithNothing, type Reward, type RewardKind } from "./reward.ts";

/** A reward as its table keeps it. Only `rewardColumns` writes the columns that are cast here. */
export function rewardOf(row: RewardRow): Reward {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as RewardKind,
    active: row.active,
    position: row.position,
    cost: row.cost,
    amountMinor: row.amountMinor,
    percentBps: row.percentBps,
    productIds: row.productIds,
    collectionIds: row.collectionIds,
    minimumMinor: row.minimumMinor,
    combinesWith: { ...combinesWithNothing, ...(row.combinesWith as CombinesWith) },
    validDays: row.validDays,
    codes: row.codes as Reward["codes"],
    onLapse: row.onLapse as Reward["onLapse"],
    limitCount: row.limitCount,
    limitPeriod: row.limitPeriod as LimitPeriod,
    tierIds: row.tierIds,
    version: row.version,
  };
}

/** The columns of everything that a merchant decides about a reward. */
export function rewardColumns(reward: Omit<Reward, "id" | "version">) {
  return {
    name: reward.name,
    kind: reward.kind,
    active: reward.active,
    position: reward.position,
    cost: reward.cost,
    amountMinor: reward.amountMinor,
    percentBps: reward.percentBps,
    productIds: [...reward.productIds],
    collectionIds: [...reward.collectionIds],
    minimumMinor: reward.minimumMinor,
    combinesWith: { ...reward.combinesWith },
    validDays: reward.validDays,
    codes: reward.codes,
    onLapse: reward.onLapse,
    limitCount: reward.limitCount,
    limitPeriod: reward.limitPeriod,
    tierIds: [...reward.tierIds],
  };
}
