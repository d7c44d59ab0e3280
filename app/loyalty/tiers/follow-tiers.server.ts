import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { SomeLater } from "#app/try-later.ts";

import { FROZEN } from "../book.ts";
import { customersOf } from "../customers-of-events.server.ts";
import { rerateOrders } from "../rerate-orders.server.ts";
import { reviewTiers } from "./review-tiers.server.ts";

/**
 * Makes the tiers of the events' customers what they must be now, and with them what their orders earned. Those with frozen accounts
 * are left for later.
 */
export async function followTiers(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const merges = events.filter((event) => event.type === "customer.merged");
  await inShop(shopId, async (tx) => {
    for (const { properties } of merges) await moveEntries(tx, shopId, properties.mergedId);
  });
  const byEvent = await inShop(shopId, (tx) => customersOf(tx, shopId, events));
  const mergedIds = new Set(merges.map(({ properties }) => properties.mergedId));
  const frozen = new Set(await reviewTiers(shopId, [...byEvent.values()].flat(), now(), mergedIds));
  // Only now: the reviews waited for everybody who was awarding these customers' orders by what was known before.
  await rerateOrders(shopId, events, byEvent);
  const later = events.filter(({ id }) => byEvent.get(id)?.some((one) => frozen.has(one)));
  if (later.length > 0)
    throw new SomeLater(
      later.map(({ id }) => id),
      FROZEN,
    );
}

/** What a merged record was given for coming into tiers goes on with the one that stays, and so does its history. */
async function moveEntries(tx: ShopTx, shopId: string, mergedId: string): Promise<void> {
  const toId = (await findSurvivors(tx, shopId, [mergedId])).get(mergedId);
  if (!toId || toId === mergedId) return;
  await tx.$executeRaw`
    UPDATE tier_entry SET customer_id = ${toId}::uuid, number = tier_entry.number + COALESCE((
      SELECT max(own.number) FROM tier_entry own
      WHERE own.shop_id = ${shopId}::uuid AND own.customer_id = ${toId}::uuid AND own.tier_id = tier_entry.tier_id), 0)
    WHERE shop_id = ${shopId}::uuid AND customer_id = ${mergedId}::uuid`;
  await tx.tierChange.updateMany({
    where: { shopId, customerId: mergedId },
    data: { customerId: toId },
  });
  await tx.tierMembership.deleteMany({ where: { shopId, customerId: mergedId } });
  await tx.customer.updateMany({ where: { shopId, id: mergedId }, data: { tierId: null } });
}
