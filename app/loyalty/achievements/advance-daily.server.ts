import { db, inShop } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import { ensureAchievements } from "./ensure-achievements.server.ts";
import { reviewChangedGoals } from "./review-changed-goals.server.ts";
import { updateProgress } from "./update-progress.server.ts";
import { monthBefore, monthOf } from "./streak.ts";

const CUSTOMERS_AT_ONCE = 200;

/**
 * What time alone does: years as a customer are reached, and rows of months end. Then those who had
 * reached a goal before it was made, or made easier. Running it again does nothing.
 */
export async function advanceDaily(shopId: string, at: Date): Promise<void> {
  const { timezone } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const lastMonth = monthBefore(monthOf(at, timezone));
  await inShop(shopId, (tx) =>
    tx.streak.updateMany({
      where: { shopId, current: { gt: 0 }, lastMonth: { lt: lastMonth } },
      data: { current: 0 },
    }),
  );
  const achievements = await inShop(shopId, (tx) => ensureAchievements(tx, at));
  for (const { id, kind, threshold, active } of achievements)
    if (active && kind === "years") await reviewYears(shopId, id, Number(threshold), at);
  await reviewChangedGoals(shopId, at);
}

/** Those whose first order is so many years ago, and who have not been looked at since. */
async function reviewYears(
  shopId: string,
  achievementId: string,
  years: number,
  at: Date,
): Promise<void> {
  const due = pagesById((after) =>
    inShop(
      shopId,
      (tx) => tx.$queryRaw<{ id: string }[]>`
        SELECT c.id::text FROM customer c
        WHERE c.shop_id = ${shopId}::uuid AND c.id > ${after}::uuid AND c.merged_into_id IS NULL
          AND c.first_order_at <= ${at}::timestamptz - make_interval(years => ${years}::int)
          AND NOT EXISTS (SELECT FROM achievement_unlock u
            WHERE u.shop_id = c.shop_id AND u.achievement_id = ${achievementId}::uuid AND u.customer_id = c.id)
        ORDER BY c.id LIMIT ${CUSTOMERS_AT_ONCE}`,
    ),
  );
  for await (const customers of due) {
    const ids = customers.map(({ id }) => id);
    await updateProgress(shopId, ids, at);
  }
}
