import type { ShopTx } from "#app/ground/db.server.ts";
import type { Achievement, Reward } from "#prisma/generated/client/client.ts";

import type { Challenge } from "../achievements/achievement.ts";
import { loadChallenges } from "../achievements/challenges.server.ts";
import type { EarningAction } from "../earning/actions/earning-action.ts";
import { earningActionOf } from "../earning/actions/earning-actions.server.ts";
import { programOf } from "../program/program-row.server.ts";
import type { Program } from "../program/program.ts";
import { allowed } from "../program/state.ts";
import type { ReferralSettings } from "../referrals/referral-program.ts";
import { readReferralSettings } from "../referrals/referral-settings.server.ts";
import type { Tier } from "../tiers/tier.ts";
import { loadTiers } from "./read-tiers.server.ts";

/** The program as members may know it: what is switched on, in the merchant's order. */
export type ProgramFacts = Pick<Program, "pointName" | "guestPoints"> & {
  /** Whether shoppers see it at all. */
  active: boolean;
  currency: string;
  leaderboard: boolean;
  rewards: readonly Reward[];
  tiers: readonly Tier[];
  actions: readonly EarningAction[];
  achievements: readonly Achievement[];
  challenges: readonly Challenge[];
  referrals: ReferralSettings | null;
};

/** The program of a shop; null before there is one. Challenges that are over are left out. */
export async function loadProgramFacts(
  tx: ShopTx,
  shopId: string,
  at: Date,
): Promise<ProgramFacts | null> {
  const row = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (!row) return null;

  const { currency } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const shown = { where: { shopId, active: true } };
  const rewards = await tx.reward.findMany({
    ...shown,
    orderBy: [{ position: "asc" }, { cost: "asc" }],
  });
  const actions = await tx.earningAction.findMany({
    ...shown,
    orderBy: [{ points: "desc" }, { id: "asc" }],
  });
  const challenges = await loadChallenges(tx);
  const referrals = await readReferralSettings(tx);
  const { state, pointName, guestPoints } = programOf(row);
  return {
    currency,
    active: allowed[state].show,
    pointName,
    guestPoints,
    leaderboard: row.leaderboard,
    rewards,
    tiers: await loadTiers(tx),
    actions: actions.map(earningActionOf),
    achievements: await tx.achievement.findMany({ ...shown, orderBy: { id: "asc" } }),
    challenges: challenges
      .filter((challenge) => challenge.active && challenge.endsAt > at)
      .toSorted((a, b) => a.endsAt.getTime() - b.endsAt.getTime()),
    referrals: referrals.active && allowed[state].show ? referrals : null,
  };
}
