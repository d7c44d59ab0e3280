import { resolveEventCustomers } from "#app/customers/identity/resolve-event-customers.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { AccountFrozen } from "../ledger/account-frozen.ts";
import { updateProgress } from "./update-progress.server.ts";

/** Looks at what the events' customers have reached by now. Those with frozen accounts are left for later. */
export async function updateAchievements(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const byEvent = await inShop(shopId, (tx) => resolveEventCustomers(tx, shopId, events));
  const frozen = new Set(await updateProgress(shopId, [...byEvent.values()].flat(), now()));
  const later = events.filter(({ id }) => byEvent.get(id)?.some((one) => frozen.has(one)));
  if (later.length > 0) throw new AccountFrozen(later.map(({ id }) => id));
}
