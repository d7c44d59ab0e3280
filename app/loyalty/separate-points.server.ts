import { now } from "#app/clock.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";
import { SomeLater } from "#app/try-later.ts";

import { FROZEN, holdingsOf, isFrozen, keep, survivorOf } from "./book.ts";
import { loadLots } from "./load-lots.server.ts";
import { loadShare, type Separation } from "./load-share.server.ts";
import { openBook } from "./open-book.server.ts";
import { unmove } from "./unmove.ts";
import { writeBook } from "./write-book.server.ts";

type Unmerge = StoredEvent<"customer.unmerged">;

/**
 * Gives records that turned out to be people of their own what is theirs: points with their dates, debts, what they redeemed and
 * earned by. It may run twice: what was given back is not there any more. Frozen accounts are left for later.
 */
export async function separatePoints(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const later: string[] = [];
  for (const event of events) {
    if (event.type !== "customer.unmerged") continue;
    const isDone = await inShop(shopId, (tx) => separate(tx, shopId, event, now()));
    if (!isDone) later.push(event.id);
  }
  if (later.length > 0) throw new SomeLater(later, FROZEN);
}

async function separate(
  tx: ShopTx,
  shopId: string,
  { customerId, properties: { separatedId } }: Unmerge,
  at: Date,
): Promise<boolean> {
  if (customerId === null) return true;
  const book = await openBook(tx, shopId, [customerId, separatedId], at);
  const keptId = survivorOf(book, customerId);
  // Joined again meanwhile: there is nothing to part.
  if (survivorOf(book, separatedId) !== separatedId) return true;
  if (isFrozen(book, keptId) || isFrozen(book, separatedId)) return false;

  await loadLots(tx, shopId, book, [keptId, separatedId]);
  const separation = await loadShare(tx, shopId, book, { keptId, separatedId });
  const posted = unmove(holdingsOf(book, keptId), holdingsOf(book, separatedId), separation.share, {
    terms: book.terms,
    at,
    newId,
  });
  for (const one of posted) keep(book, one, "app");
  await writeBook(tx, shopId, book);
  await takeAlong(tx, shopId, keptId, separatedId, separation);
  return true;
}

async function takeAlong(
  tx: ShopTx,
  shopId: string,
  keptId: string,
  separatedId: string,
  { orderIds, redemptionIds }: Separation,
): Promise<void> {
  const data = { customerId: separatedId };
  const where = { shopId, customerId: keptId };
  await tx.orderAward.updateMany({ where: { ...where, orderId: { in: orderIds } }, data });
  await tx.redemption.updateMany({ where: { ...where, id: { in: redemptionIds } }, data });
  await tx.$executeRaw`
    UPDATE event SET customer_id = ${separatedId}::uuid
    FROM ledger_entry entry
    WHERE entry.shop_id = ${shopId}::uuid AND entry.customer_id = ${separatedId}::uuid
      AND event.shop_id = ${shopId}::uuid AND event.dedupe_key = 'points.changed.' || entry.id
      AND event.customer_id = ${keptId}::uuid`;
}
