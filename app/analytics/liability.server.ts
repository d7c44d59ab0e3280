import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { LiabilityFigures } from "#app/loyalty/liability/report.ts";

/** A month's entries: what came to customers from each outside account, less what went there. Whole points. */
type MonthSums = {
  /** YYYY-MM. */
  month: string;
  outside: "issued" | "redeemed" | "expired" | "revoked" | "adjusted";
  points: number;
};

const NO_ID = "00000000-0000-0000-0000-000000000000";

/** What the report of what the shop owes in points is made of. Reads the day's figures and the entries since, never the whole ledger. */
export function loadLiability(shop: { id: string; timezone: string }) {
  const { id: shopId } = shop;
  return inShop(shopId, async (tx) => {
    const snapshot = await tx.liabilitySnapshot.findFirst({
      where: { shopId },
      orderBy: { day: "desc" },
    });
    const tiers = await tx.tier.findMany({ where: { shopId }, select: { id: true, name: true } });
    const program = await tx.loyaltyProgram.findUnique({
      where: { shopId },
      select: { valuePoints: true, valueMinor: true, redemptionRateBps: true },
    });
    return {
      // The last count; null before the first.
      counted: snapshot && {
        ...(snapshot.figures as unknown as LiabilityFigures),
        at: snapshot.at.toISOString(),
      },
      months: await monthSums(tx, shop, snapshot?.countedTo ?? NO_ID),
      tierNames: Object.fromEntries(tiers.map(({ id, name }) => [id, name])),
      program,
    };
  });
}

/** What was counted by month, and the entries since then. */
function monthSums(
  tx: ShopTx,
  { id: shopId, timezone }: { id: string; timezone: string },
  countedTo: string,
): Promise<MonthSums[]> {
  return tx.$queryRaw<MonthSums[]>`
    SELECT to_char(month, 'YYYY-MM') AS month, outside, sum(points)::float8 AS points
    FROM (
      SELECT month, outside, points FROM ledger_month WHERE shop_id = ${shopId}::uuid
      UNION ALL
      SELECT date_trunc('month', occurred_at AT TIME ZONE ${timezone})::date, outside, -outside_delta
      FROM ledger_entry
      WHERE shop_id = ${shopId}::uuid AND id >= ${countedTo}::uuid AND outside_delta <> 0
        AND kind NOT IN ('move_in', 'move_out')
    ) sums
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

/** What each tier had of members, day by day: those of the tiers that there are, by their ids. The oldest day first. */
export function tierDays(
  shopId: string,
  since: Date,
): Promise<{ day: string; members: Record<string, number> }[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw`
    SELECT to_char(s.day, 'YYYY-MM-DD') AS day,
      (SELECT coalesce(jsonb_object_agg(m->>'tierId', m->'customers'), '{}') FROM jsonb_array_elements(s.figures->'members') m) AS members
    FROM liability_snapshot s
    WHERE s.shop_id = ${shopId}::uuid AND s.day >= ${since}::date AND s.figures ? 'members'
    ORDER BY s.day`,
  );
}
