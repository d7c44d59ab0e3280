import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { SomeLater } from "#app/try-later.ts";

import { FROZEN } from "../book.ts";
import { customersOf } from "../customers-of-events.server.ts";
import { reviewDeeds } from "./review-deeds.server.ts";

/** Looks at what the events' customers have reached by now. Those with frozen accounts are left for later. */
export async function followDeeds(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const byEvent = await inShop(shopId, async (tx) => {
    for (const event of events)
      if (event.type === "customer.merged") await moveDeeds(tx, shopId, event.properties.mergedId);
    return customersOf(tx, shopId, events);
  });
  const frozen = new Set(await reviewDeeds(shopId, [...byEvent.values()].flat(), now()));
  const later = events.filter(({ id }) => byEvent.get(id)?.some((one) => frozen.has(one)));
  if (later.length > 0)
    throw new SomeLater(
      later.map(({ id }) => id),
      FROZEN,
    );
}

/** What a merged record reached, the one that stays has reached; what both have stays once. */
async function moveDeeds(tx: ShopTx, shopId: string, mergedId: string): Promise<void> {
  const toId = (await findSurvivors(tx, shopId, [mergedId])).get(mergedId);
  if (!toId || toId === mergedId) return;
  await tx.$executeRaw`
    INSERT INTO achievement_unlock (shop_id, achievement_id, customer_id, at)
    SELECT shop_id, achievement_id, ${toId}::uuid, at FROM achievement_unlock
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid
    ON CONFLICT (shop_id, achievement_id, customer_id) DO UPDATE SET at = LEAST(achievement_unlock.at, excluded.at)`;
  await tx.$executeRaw`
    INSERT INTO challenge_progress (shop_id, challenge_id, customer_id, progress, completed_at)
    SELECT shop_id, challenge_id, ${toId}::uuid, progress, completed_at FROM challenge_progress
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid
    ON CONFLICT (shop_id, challenge_id, customer_id) DO UPDATE
    SET completed_at = LEAST(challenge_progress.completed_at, excluded.completed_at)`;
  const ofMerged = { where: { shopId, customerId: mergedId } };
  await tx.achievementUnlock.deleteMany(ofMerged);
  await tx.challengeProgress.deleteMany(ofMerged);
  await tx.streak.deleteMany(ofMerged);
  await tx.monthPoints.deleteMany(ofMerged);
}
