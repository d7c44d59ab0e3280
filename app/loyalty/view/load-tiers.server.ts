import type { ShopTx } from "#app/ground/db.server.ts";

import type { Tier } from "../tiers/tier.ts";
import { tierOf } from "../tiers/tier-row.ts";

/** The tiers that members see, the lowest first; none where the shop has them switched off. */
export async function loadTiers(tx: ShopTx): Promise<Tier[]> {
  const { shopId } = tx;
  const program = await tx.tierProgram.findUnique({ where: { shopId } });
  if (!program?.active) return [];
  const rows = await tx.tier.findMany({ where: { shopId }, orderBy: { position: "asc" } });
  return rows.map(tierOf);
}
