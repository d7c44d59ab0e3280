import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";

import { enterMove, type MoveDraft } from "./book.ts";
import { loadLots, openBook } from "./open-book.server.ts";
import { writeBook } from "./write-book.server.ts";

/**
 * Moves what merged customers hold to the records that they became: points with the dates of their lots, debts against them.
 * An account that is empty stays so, so it may run twice.
 */
export async function movePoints(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const merged = new Map(
    events.flatMap((event) =>
      event.type === "customer.merged"
        ? [
            [
              event.properties.mergedId,
              { occurredAt: event.occurredAt, source: event.source },
            ] as const,
          ]
        : [],
    ),
  );
  if (merged.size === 0) return;

  await inShop(shopId, async (tx) => {
    const survivors = await findSurvivors(tx, shopId, [...merged.keys()]);
    const moves = [...merged].flatMap(([fromId, heard]): MoveDraft[] => {
      const toId = survivors.get(fromId);
      return toId && toId !== fromId ? [{ fromId, toId, ...heard }] : [];
    });
    if (moves.length === 0) return;

    const parties = moves.flatMap(({ fromId, toId }) => [fromId, toId]);
    const at = now();
    // Opened even where there is nothing yet: an award that has just begun for the merged record is waited for.
    const book = await openBook(tx, shopId, parties, at);
    await loadLots(tx, shopId, book, parties);
    for (const move of moves) enterMove(book, move, newId);
    await writeBook(tx, shopId, book, at);
    await reassignAwards(tx, shopId, moves);
  });
}

/** Lets later corrections of the orders that one customer earned by go to the other one's account. */
export async function reassignAwards(
  tx: ShopTx,
  shopId: string,
  moves: readonly MoveDraft[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.$executeRaw`
    UPDATE order_award SET customer_id = move."toId"
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS move("fromId" uuid, "toId" uuid)
    WHERE order_award.shop_id = ${shopId}::uuid AND order_award.customer_id = move."fromId"`;
}
