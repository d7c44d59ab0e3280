import type { ShopTx } from "#app/ground/db.server.ts";

import type { ProgramFacts } from "./published-program.ts";

/** The program of a shop as its tables have it; null before there is one. Challenges that are over are left out. */
export async function loadProgramFacts(
  tx: ShopTx,
  shopId: string,
  at: Date,
): Promise<ProgramFacts | null> {
  const program = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (!program) return null;

  const { currency } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const tierProgram = await tx.tierProgram.findUnique({ where: { shopId } });
  const referrals = await tx.referralProgram.findUnique({ where: { shopId } });
  const shown = { where: { shopId, active: true } };
  return {
    currency,
    active: program.active,
    pointName: program.pointName,
    guestPoints: program.guestPoints,
    leaderboard: program.leaderboard,
    rewards: await tx.reward.findMany({
      ...shown,
      orderBy: [{ position: "asc" }, { cost: "asc" }],
    }),
    tiers: tierProgram?.active
      ? await tx.tier.findMany({ where: { shopId }, orderBy: { position: "asc" } })
      : [],
    ways: await tx.earningWay.findMany({ ...shown, orderBy: [{ points: "desc" }, { id: "asc" }] }),
    achievements: await tx.achievement.findMany({ ...shown, orderBy: { id: "asc" } }),
    challenges: await tx.challenge.findMany({
      where: { shopId, active: true, endsAt: { gt: at } },
      orderBy: { endsAt: "asc" },
    }),
    referrals: referrals?.active ? referrals : null,
  };
}
