import type { ShopTx } from "#app/ground/db.server.ts";

import { type AchievementFacts, orderDays } from "./achievement.ts";
import { monthOf, streakOf } from "./streak.ts";

/** Writes these customers' months in a row with an order. */
export async function writeStreaks(
  tx: ShopTx,
  facts: ReadonlyMap<string, AchievementFacts>,
  timezone: string,
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const thisMonth = monthOf(at, timezone);
  const streaks = [...facts].flatMap(([customerId, { gains }]) => {
    const streak = streakOf(
      orderDays(gains).map((day) => monthOf(day, timezone)),
      thisMonth,
    );
    return streak ? [{ customerId, ...streak }] : [];
  });
  const unbroken = new Set(streaks.map(({ customerId }) => customerId));
  const broken = [...facts.keys()].filter((id) => !unbroken.has(id));
  if (broken.length > 0)
    await tx.streak.deleteMany({ where: { shopId, customerId: { in: broken } } });
  if (streaks.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO streak (shop_id, customer_id, current, best, last_month)
    SELECT ${shopId}::uuid, "customerId", current, best, "lastMonth"
    FROM jsonb_to_recordset(${JSON.stringify(streaks)}::jsonb) AS s(
      "customerId" uuid, current integer, best integer, "lastMonth" text)
    ON CONFLICT (shop_id, customer_id) DO UPDATE
    SET current = excluded.current, best = excluded.best, last_month = excluded.last_month
    WHERE (streak.current, streak.best, streak.last_month)
      IS DISTINCT FROM (excluded.current, excluded.best, excluded.last_month)`;
}

/** The points of this month, by the days that they were earned for: the leaderboard reads nothing else. */
export async function writeMonth(
  tx: ShopTx,
  facts: ReadonlyMap<string, AchievementFacts>,
  timezone: string,
  at: Date,
): Promise<void> {
  const { shopId } = tx;
  const month = monthOf(at, timezone);
  const rows = [...facts].map(([customerId, { gains }]) => ({
    customerId,
    points: String(
      gains
        .filter((gain) => monthOf(gain.at, timezone) === month)
        .reduce((sum, { points }) => sum + points, 0n),
    ),
  }));
  await tx.$executeRaw`
    INSERT INTO month_points (shop_id, month, customer_id, points)
    SELECT ${shopId}::uuid, ${month}, m."customerId", m.points
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS m("customerId" uuid, points bigint)
    WHERE m.points > 0 OR EXISTS (SELECT FROM month_points known
      WHERE known.shop_id = ${shopId}::uuid AND known.month = ${month} AND known.customer_id = m."customerId")
    ON CONFLICT (shop_id, month, customer_id) DO UPDATE SET points = excluded.points
    WHERE month_points.points <> excluded.points`;
}
