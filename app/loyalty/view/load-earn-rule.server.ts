import type { ShopTx } from "#app/ground/db.server.ts";

import type { Campaign } from "../earning/campaigns/campaign.ts";
import type { EarnRule } from "../program/earning-rule.ts";
import { tierMultiplierBps } from "../tiers/perks.ts";
import { programOf } from "../program/program-row.server.ts";
import type { Program } from "../program/program.ts";
import { allowed } from "../program/state.ts";
import { loadTiers } from "./read-tiers.server.ts";

/** How orders earn, for those who quote points. */
export type EarnRuleFacts = EarnRule &
  Pick<Program, "pointName"> & {
    /** Whether anything is earned now. */
    active: boolean;
    /** Those that are not over, the first to start first. Empty lists are everything and everybody. */
    campaigns: readonly Omit<Campaign, "active">[];
    /** What members of each tier earn at, in basis points: 10000 is once. */
    tiers: readonly { id: string; multiplierBps: number }[];
  };

/** How orders earn from this moment on; null before there is a program. */
export async function loadEarnRule(
  tx: ShopTx,
  shopId: string,
  at: Date,
): Promise<EarnRuleFacts | null> {
  const program = await tx.loyaltyProgram.findUnique({ where: { shopId } });
  if (!program) return null;

  const campaigns = await tx.campaign.findMany({
    where: { shopId, active: true, endsAt: { gt: at } },
    orderBy: [{ startsAt: "asc" }, { id: "asc" }],
  });
  const tiers = await loadTiers(tx);
  const rule = programOf(program);
  return {
    ...rule,
    active: allowed[rule.state].earn,
    campaigns,
    tiers: tiers.map(({ id, perks }) => ({ id, multiplierBps: tierMultiplierBps(perks) })),
  };
}
