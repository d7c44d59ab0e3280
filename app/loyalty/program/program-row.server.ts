import { type LoyaltyProgram, Prisma } from "#prisma/generated/client/client.ts";

import type { Program, ProgramSettings } from "./program.ts";
import { multiplierAsText, type MultiplierAsText, multiplierOf } from "./earning-rule.ts";

/** What of the settings stands in which column. */
export function columnsOf(settings: ProgramSettings) {
  return {
    ...settings,
    excludedProductIds: [...settings.excludedProductIds],
    excludedCollectionIds: [...settings.excludedCollectionIds],
    multipliers: settings.multipliers.map(multiplierAsText),
    orderCap: settings.orderCap ?? Prisma.DbNull,
    nearReward: settings.nearReward ?? Prisma.DbNull,
  };
}

/** The program that a row is, without what else is kept in it. Only `columnsOf` writes the columns that are cast here. */
export function programOf({
  shopId: _,
  lotsDatedFor: _dated,
  valuePoints: _points,
  valueMinor: _minor,
  redemptionRateBps: _rate,
  leaderboard: _leaderboard,
  updatedAt: _at,
  ...row
}: LoyaltyProgram): Program {
  const multipliers = (row.multipliers as unknown as MultiplierAsText[]).map(multiplierOf);
  return { ...row, multipliers } satisfies Record<keyof Program, unknown> as unknown as Program;
}
