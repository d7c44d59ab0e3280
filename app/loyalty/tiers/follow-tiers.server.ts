import { now } from "#app/clock.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { SomeLater } from "#app/try-later.ts";

import { FROZEN } from "../book.ts";
import { customersOf } from "../customers-of-events.server.ts";
import { followPeople } from "../merges/follow-people.server.ts";
import { rerateOrders } from "../rerate-orders.server.ts";
import { reviewTiers } from "./review-tiers.server.ts";
import type { Turned } from "./review.ts";

/**
 * Makes the tiers of the events' customers what they must be now, and with them what their orders earned. Those with frozen accounts
 * are left for later.
 */
export async function followTiers(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const waiting = await followPeople(shopId, events);
  const { byEvent, turned } = await inShop(shopId, async (tx) => {
    const customers = await customersOf(tx, shopId, events);
    return { byEvent: customers, turned: await turnedBy(tx, shopId, events, customers) };
  });
  const frozen = new Set(await reviewTiers(shopId, [...byEvent.values()].flat(), now(), turned));
  // Only now: the reviews waited for everybody who was awarding these customers' orders by what was known before.
  await rerateOrders(shopId, events, byEvent);
  const later = events.filter(
    ({ id }) => waiting.has(id) || byEvent.get(id)?.some((one) => frozen.has(one)),
  );
  if (later.length > 0)
    throw new SomeLater(
      later.map(({ id }) => id),
      FROZEN,
    );
}

/** Who has just become one with somebody else, or apart; whoever was parted from one of several is still one with the others. */
async function turnedBy(
  tx: ShopTx,
  shopId: string,
  events: readonly StoredEvent[],
  customers: ReadonlyMap<string, string[]>,
): Promise<Map<string, Turned>> {
  const ids = events
    .filter(({ type }) => type === "customer.merged" || type === "customer.unmerged")
    .flatMap(({ id }) => customers.get(id) ?? []);
  if (ids.length === 0) return new Map();
  const merged = await tx.customer.findMany({
    where: { shopId, mergedIntoId: { in: ids } },
    select: { mergedIntoId: true },
  });
  const joined = new Set(merged.map(({ mergedIntoId }) => mergedIntoId));
  return new Map(ids.map((id) => [id, joined.has(id) ? "merged" : "parted"]));
}
