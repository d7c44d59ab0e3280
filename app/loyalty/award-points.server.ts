import { now } from "#app/clock.server.ts";
import { findSurvivors } from "#app/customers/find-survivors.server.ts";
import { inShop, type ShopTx } from "#app/db.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { newId } from "#app/id.server.ts";

import { enter, enterMove, type MoveDraft } from "./book.ts";
import { findOwners, type FoundOrder, loadOrders } from "./load-orders.server.ts";
import { reassignAwards } from "./move-points.server.ts";
import { loadKnown, loadLots, openBook } from "./open-book.server.ts";
import { correct, type Heard, type OrderAward } from "./order-award.ts";
import { ensureProgram } from "./program.server.ts";
import { writeBook } from "./write-book.server.ts";

/**
 * Makes the points of the events' orders what they must be now: loads what is known of each order, and posts the difference to
 * what it was given so far. It does not matter which events these are, how many, or whether they were handled before.
 */
export async function awardPoints(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const heard = latestByOrder(events);
  if (heard.size === 0) return;
  await inShop(shopId, (tx) => awardOrders(tx, shopId, heard, now()));
}

async function awardOrders(
  tx: ShopTx,
  shopId: string,
  heard: Map<bigint, Heard>,
  at: Date,
): Promise<void> {
  const orderIds = [...heard.keys()];
  const owners = await findOwners(tx, shopId, orderIds);
  if (owners.length === 0) return;
  const survivors = await findSurvivors(tx, shopId, owners);
  const book = await openBook(tx, shopId, [...survivors.keys(), ...survivors.values()], at);

  // Only now, with the accounts locked: what was read before may have been awarded by somebody else meanwhile.
  const found = await loadOrders(tx, shopId, orderIds);
  const program = await ensureProgram(tx, shopId, at);

  const moves = overdueMoves(found, survivors, heard);
  const corrections = found.flatMap(({ order, award }) => {
    const customerId = survivorOf(survivors, order.customerId);
    const owned = award && { ...award, customerId: survivorOf(survivors, award.customerId) };
    return correct({ ...order, customerId }, owned, program, heardOf(heard, order.id)) ?? [];
  });
  const drafts = corrections.flatMap((correction) => correction.drafts);

  const debited = drafts
    .filter(({ kind }) => kind === "reverse")
    .map(({ customerId }) => customerId);
  await loadLots(tx, shopId, book, [
    ...debited,
    ...moves.flatMap(({ fromId, toId }) => [fromId, toId]),
  ]);
  await loadKnown(
    tx,
    shopId,
    book,
    drafts.map(({ idempotencyKey }) => idempotencyKey),
  );
  for (const move of moves) enterMove(book, move, newId);
  for (const draft of drafts) enter(book, draft, program, newId);

  await writeBook(tx, shopId, book, at);
  await reassignAwards(tx, shopId, moves);
  await writeAwards(
    tx,
    shopId,
    corrections.map(({ award }) => award),
  );
}

/** Accounts of merged customers that an order here earned for and whose points have not been moved yet. They go first. */
function overdueMoves(
  found: FoundOrder[],
  survivors: Map<string, string>,
  heard: Map<bigint, Heard>,
): MoveDraft[] {
  const moves = new Map<string, MoveDraft>();
  for (const { order, award } of found) {
    const toId = award && survivorOf(survivors, award.customerId);
    if (!award || !toId || toId === award.customerId) continue;
    moves.set(award.customerId, { fromId: award.customerId, toId, ...heardOf(heard, order.id) });
  }
  return [...moves.values()];
}

async function writeAwards(tx: ShopTx, shopId: string, awards: OrderAward[]): Promise<void> {
  if (awards.length === 0) return;
  const rows = awards.map((award) => ({
    ...award,
    orderId: String(award.orderId),
    posted: String(award.posted),
  }));
  await tx.$executeRaw`
    INSERT INTO order_award (shop_id, order_id, customer_id, rule_snapshot, posted, revision)
    SELECT ${shopId}::uuid, "orderId", "customerId", "ruleSnapshot", posted, revision
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS award(
      "orderId" bigint, "customerId" uuid, "ruleSnapshot" jsonb, posted bigint, revision integer)
    ON CONFLICT (shop_id, order_id) DO UPDATE
    SET customer_id = excluded.customer_id, posted = excluded.posted, revision = excluded.revision
    WHERE (order_award.customer_id, order_award.posted, order_award.revision)
      IS DISTINCT FROM (excluded.customer_id, excluded.posted, excluded.revision)`;
}

/** What is the newest that was heard of each order. */
function latestByOrder(events: readonly StoredEvent[]): Map<bigint, Heard> {
  const latest = new Map<bigint, Heard>();
  for (const { orderId, occurredAt, source } of events) {
    if (orderId === null) continue;
    const before = latest.get(orderId);
    if (!before || before.occurredAt < occurredAt) latest.set(orderId, { occurredAt, source });
  }
  return latest;
}

function survivorOf(survivors: Map<string, string>, customerId: string): string {
  const survivor = survivors.get(customerId);
  // The order changed hands between two reads of this transaction. The next try finds everyone.
  if (!survivor)
    throw new Error(`Customer ${customerId} came into an order while it was being awarded`);
  return survivor;
}

function heardOf(heard: Map<bigint, Heard>, orderId: bigint): Heard {
  return heard.get(orderId) as Heard;
}
