import { resolveEventCustomers } from "#app/customers/identity/resolve-event-customers.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { AccountFrozen } from "./ledger/account-frozen.ts";
import { reawardAfterTierChange } from "./earning/orders/reaward-after-tier-change.server.ts";
import { reviewTiers } from "./tiers/review-tiers.server.ts";

/**
 * Makes the tiers of the events' customers what they must be now, and with them what their orders earned. Those with frozen accounts
 * are left for later.
 */
export async function updateTiers(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const byEvent = await inShop(shopId, (tx) => resolveEventCustomers(tx, shopId, events));
  const parted = new Set(
    events
      .filter(({ type }) => type === "customer.unmerged")
      .flatMap(({ id }) => byEvent.get(id) ?? []),
  );
  const frozen = new Set(await reviewTiers(shopId, [...byEvent.values()].flat(), now(), parted));
  // Only now: the reviews waited for everybody who was awarding these customers' orders by what was known before.
  for (const id of await reawardAfterTierChange(shopId, events, byEvent)) frozen.add(id);
  const later = events.filter(({ id }) => byEvent.get(id)?.some((one) => frozen.has(one)));
  if (later.length > 0) throw new AccountFrozen(later.map(({ id }) => id));
}
