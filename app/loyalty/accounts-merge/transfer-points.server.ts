import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/ground/ids.server.ts";

import { transferHoldings, survivorOf } from "../ledger/ledger-batch.ts";
import { loadLots, openBatch } from "../ledger/open-batch.server.ts";
import { writeBatch } from "../ledger/write-batch.server.ts";

type Merge = StoredEvent<"customer.merged">;

/**
 * Moves what merged customers hold to the records that they became: points with the dates of their
 * lots, debts against them, and all else that they have. An account that is empty stays so, so it
 * may run twice. Returns the events that wait because nothing moves on one of the accounts.
 */
export async function transferPoints(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<string[]> {
  const merges = events.filter((event): event is Merge => event.type === "customer.merged");
  if (merges.length === 0) return [];
  return inShop(shopId, async (tx) => {
    // Opened even where there is nothing yet: an award that has just begun for the merged record is
    // waited for.
    const mergedIds = merges.map(({ properties }) => properties.mergedId);
    const batch = await openBatch(tx, mergedIds, now());
    const moves = merges.filter(({ properties }) => batch.survivors.has(properties.mergedId));
    await loadLots(tx, batch, mergedIds);
    const frozen = moves.filter(({ properties, occurredAt, source }) => {
      const [fromId, toId] = [properties.mergedId, survivorOf(batch, properties.mergedId)];
      return !transferHoldings(batch, { fromId, toId, occurredAt, source }, newId);
    });
    await writeBatch(tx, batch);
    return frozen.map(({ id }) => id);
  });
}
