import type { ShopTx } from "#app/ground/db.server.ts";

import { startTiers } from "../program/starting/start-program.server.ts";
import { ladderOf, type TierProgramRow, type TierRow } from "./tier-row.ts";
import type { TierLadder } from "./tier.ts";

/** A shop's tiers, and by which version of them everybody was last rated. */
export type RatedLadder = TierLadder & {
  version: number;
  ratedVersion: number;
  /** What was gained before this lifts nobody; null is the whole history. */
  countsFrom: Date | null;
};

/** The shop's tiers inside a transaction; those that a shop starts with are made first when it has none yet. */
export async function ensureTiers(tx: ShopTx, at: Date): Promise<RatedLadder> {
  const found = await findTiers(tx);
  if (found) return found;

  await startTiers(tx, at);
  const made = await findTiers(tx);
  if (!made) throw new Error(`Shop ${tx.shopId} has no tiers, although they were just made`);
  return made;
}

type FoundTiers = TierProgramRow & {
  tiers: TierRow[];
  timezone: string;
  version: number;
  ratedVersion: number;
  countsFrom: Date | null;
};

async function findTiers(tx: ShopTx): Promise<RatedLadder | null> {
  const [found] = await tx.$queryRaw<FoundTiers[]>`
    SELECT p.active, p."window", p.grace_days AS "graceDays", p.on_refund AS "onRefund", p.version, p.rated_version AS "ratedVersion",
      p.counts_from AS "countsFrom",
      s.timezone, tier.rows AS tiers
    FROM tier_program p
    JOIN shop s ON s.id = p.shop_id
    CROSS JOIN LATERAL (
      SELECT COALESCE(jsonb_agg(jsonb_build_object('id', t.id, 'name', t.name, 'conditions', t.conditions, 'perks', t.perks,
        'entryReward', t.entry_reward) ORDER BY t.position), '[]') AS rows
      FROM tier t WHERE t.shop_id = p.shop_id
    ) tier
    WHERE p.shop_id = ${tx.shopId}::uuid`;
  if (!found) return null;
  const { version, ratedVersion, countsFrom } = found;
  return { ...ladderOf(found, found.tiers, found.timezone), version, ratedVersion, countsFrom };
}
