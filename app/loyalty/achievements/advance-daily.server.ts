import { causedBy } from "#app/events/cause.server.ts";
import { db, inShop } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import { loadAllowed } from "../program/program-state.server.ts";
import { ensureAchievements } from "./ensure-achievements.server.ts";
import { updateProgress } from "./update-progress.server.ts";
import { monthBefore, monthOf } from "./streak.ts";

const CUSTOMERS_AT_ONCE = 200;

/**
 * First those who had reached a goal before it was made, or made easier, which is no news. Then what
 * time alone does: years as a customer are reached, and rows of months end. Running it again does
 * nothing.
 */
export async function advanceDaily(shopId: string, at: Date): Promise<void> {
  if (!(await inShop(shopId, loadAllowed)).earn) return;
  const { timezone } = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
  const lastMonth = monthBefore(monthOf(at, timezone));
  await inShop(shopId, (tx) =>
    tx.streak.updateMany({
      where: { shopId, current: { gt: 0 }, lastMonth: { lt: lastMonth } },
      data: { current: 0 },
    }),
  );
  const achievements = await inShop(shopId, (tx) => ensureAchievements(tx, at));
  await causedBy("recalculation", () => reviewChangedGoals(shopId, at));
  for (const { id, kind, threshold, active } of achievements)
    if (active && kind === "years") await reviewYears(shopId, id, Number(threshold), at);
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

/** Looks at every customer once after a goal was made or changed that they may have reached already. Safe to run again from the start. */
async function reviewChangedGoals(shopId: string, at: Date): Promise<void> {
  const changed = { where: { shopId, toReview: true }, select: { id: true, updatedAt: true } };
  const goals = await inShop(shopId, async (tx) => ({
    achievements: await tx.achievement.findMany(changed),
    challenges: await tx.challenge.findMany(changed),
  }));
  if (goals.achievements.length + goals.challenges.length === 0) return;
  await reviewEverybody(shopId, at);
  await inShop(shopId, async (tx) => {
    // What was changed again meanwhile is looked at again.
    const data = { toReview: false };
    for (const one of goals.achievements)
      await tx.achievement.updateMany({ where: { shopId, ...one }, data });
    for (const one of goals.challenges)
      await tx.challenge.updateMany({ where: { shopId, ...one }, data });
  });
}

async function reviewEverybody(shopId: string, at: Date): Promise<void> {
  const everybody = pagesById((after) =>
    inShop(shopId, (tx) =>
      tx.customer.findMany({
        where: { shopId, id: { gt: after }, mergedIntoId: null },
        select: { id: true },
        orderBy: { id: "asc" },
        take: CUSTOMERS_AT_ONCE,
      }),
    ),
  );
  for await (const customers of everybody) {
    const ids = customers.map(({ id }) => id);
    await updateProgress(shopId, ids, at);
  }
}
