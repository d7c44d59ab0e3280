import type { ShopTx } from "#app/ground/db.server.ts";

import type { EarnRuleFacts } from "./earn-rule.ts";

/** How orders earn from this moment on, as the shop's tables have it; null before there is a program. */
export async function loadEarnRule(
  tx: ShopTx,
  shopId: string,
  at: Date,
): Promise<EarnRuleFacts | null> {
  const program = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (!program) return null;

  const tierProgram = await tx.tierProgram.findUnique({ where: { shopId } });
  return {
    ...program,
    campaigns: await tx.campaign.findMany({
      where: { shopId, active: true, endsAt: { gt: at } },
      orderBy: [{ startsAt: "asc" }, { id: "asc" }],
    }),
    tiers: tierProgram?.active
      ? await tx.tier.findMany({ where: { shopId }, orderBy: { position: "asc" } })
      : [],
  };
}
