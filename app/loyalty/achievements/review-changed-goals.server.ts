import { inShop } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import { updateProgress } from "./update-progress.server.ts";

const CUSTOMERS_AT_ONCE = 200;

/** Looks at every customer once after a goal was made or changed that they may have reached already. Safe to run again from the start. */
export async function reviewChangedGoals(shopId: string, at: Date): Promise<void> {
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
