import type { ShopTx } from "#app/ground/db.server.ts";

import type { Rewarded } from "./bonuses.ts";
import type { Given } from "./giving.ts";
import { type KeptReferral, loadReferrals } from "./load-referrals.server.ts";
import type { ReferralBonus } from "./referral-program.ts";

type Row = { advocateId: string; newestId: string; count: number };

/**
 * What decides about the bonuses of these advocates, and the referrals that it concerns: those that
 * carry one and each one's newest. However many friends somebody brought, no more of them are read.
 */
export async function loadRewarded(
  tx: ShopTx,
  advocateIds: readonly string[],
  offered: readonly ReferralBonus[],
): Promise<{ rewarded: Rewarded[]; concerned: KeptReferral[] }> {
  const { shopId } = tx;
  const carrying = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM referral
    WHERE shop_id = ${shopId}::uuid AND advocate_id = ANY(${advocateIds}::uuid[]) AND state = 'rewarded'
      AND given @? '$.keyvalue() ? (@.key starts with "bonus.")'`;
  const ids = carrying.map(({ id }) => id);
  const carriers = await loadReferrals(tx, { ids });
  const numbers = carriers.flatMap(({ given }) => Object.keys(bonusesOf(given)).map(Number));
  const most = Math.max(0, ...numbers, ...offered.map(({ referrals }) => referrals));
  if (most === 0) return { rewarded: [], concerned: [] };

  const rows = await tx.$queryRaw<Row[]>`
    SELECT advocate.id::text AS "advocateId", newest.id::text AS "newestId", (
      SELECT count(*)::int FROM (
        SELECT FROM referral
        WHERE shop_id = ${shopId}::uuid AND advocate_id = advocate.id AND state = 'rewarded'
        LIMIT ${most}::int) counted) AS count
    FROM unnest(${advocateIds}::uuid[]) AS advocate(id)
    CROSS JOIN LATERAL (
      SELECT id FROM referral
      WHERE shop_id = ${shopId}::uuid AND advocate_id = advocate.id AND state = 'rewarded'
      ORDER BY placed_at DESC, id DESC
      LIMIT 1) newest`;
  const newest = await loadReferrals(tx, { ids: rows.map(({ newestId }) => newestId) });
  const carriersOf = Map.groupBy(carriers, ({ advocateId }) => advocateId);
  const rewarded = rows.map(({ advocateId, newestId, count }) => ({
    count,
    newestId,
    carriers: (carriersOf.get(advocateId) ?? []).map(({ id, given }) => ({
      id,
      bonuses: bonusesOf(given),
    })),
  }));
  return { rewarded, concerned: [...carriers, ...newest] };
}

function bonusesOf(given: Given): Record<string, bigint> {
  const bonuses = Object.entries(given).flatMap(([what, gift]) =>
    what.startsWith("bonus.") && "points" in gift
      ? [[what.slice("bonus.".length), BigInt(gift.points)] as const]
      : [],
  );
  return Object.fromEntries(bonuses);
}
