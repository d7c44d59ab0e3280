import { now } from "#app/clock.server.ts";
import { inShop } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";
import { SomeLater } from "#app/try-later.ts";

import { enterMove, FROZEN, isFrozen, survivorOf } from "./book.ts";
import { loadLots } from "./load-lots.server.ts";
import { openBook } from "./open-book.server.ts";
import { writeBook } from "./write-book.server.ts";

type Merge = StoredEvent<"customer.merged">;

/**
 * Moves what merged customers hold to the records that they became: points with the dates of their lots, debts against them,
 * and what they redeemed. An account that is empty stays so, so it may run twice. Frozen accounts are left for later.
 */
export async function movePoints(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const merges = events.filter((event): event is Merge => event.type === "customer.merged");
  if (merges.length === 0) return;
  const left = await inShop(shopId, async (tx) => {
    // Opened even where there is nothing yet: an award that has just begun for the merged record is waited for.
    const mergedIds = merges.map(({ properties }) => properties.mergedId);
    const book = await openBook(tx, shopId, mergedIds, now());
    const moves = merges.filter(({ properties }) => book.survivors.has(properties.mergedId));
    const frozen = moves.filter(({ properties: { mergedId } }) =>
      [mergedId, survivorOf(book, mergedId)].some((id) => isFrozen(book, id)),
    );
    await loadLots(tx, shopId, book, mergedIds);
    for (const { properties, occurredAt, source } of moves) {
      const [fromId, toId] = [properties.mergedId, survivorOf(book, properties.mergedId)];
      enterMove(book, { fromId, toId, occurredAt, source }, newId);
    }
    await writeBook(tx, shopId, book);
    return frozen;
  });
  if (left.length > 0)
    throw new SomeLater(
      left.map(({ id }) => id),
      FROZEN,
    );
}
