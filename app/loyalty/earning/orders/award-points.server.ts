import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";
import type { EntryDraft } from "#app/loyalty/ledger/ledger-entry.ts";
import { pendingUnmerges } from "#app/loyalty/accounts-merge/pending-unmerges.server.ts";
import { type LedgerBatch, isFrozen, survivorOf } from "#app/loyalty/ledger/ledger-batch.ts";
import { openBatch } from "#app/loyalty/ledger/open-batch.server.ts";
import { postInto } from "#app/loyalty/ledger/post-entries.server.ts";
import { limitOf } from "#app/loyalty/ledger/shortfall.ts";
import type { OrderAward } from "#app/loyalty/order-points/owned-order.ts";
import { loadExclusions } from "#app/loyalty/program/exclusions.server.ts";
import { loadAllowed } from "#app/loyalty/program/program-state.server.ts";
import { ratesAsJson } from "#app/loyalty/order-points/rates.ts";

import { loadEarning } from "../load-earning.server.ts";
import { earningOf, reconcileAward, reconcileCourse, type Trigger } from "../order-award.ts";
import { applyCapsInOrder } from "../order-cap.ts";
import { type Course, courseAsJson } from "../order-course.ts";
import { loadCourses } from "./load-courses.server.ts";
import { findOwners, type FoundOrder, loadOrders } from "./load-orders.server.ts";
import { reawardLaterOrders } from "./reaward-capped-orders.server.ts";

/**
 * Makes the points of the events' orders what they must be now: loads what is known of each order,
 * and posts the difference to what it was given so far. It does not matter which events these are,
 * how many, or whether they were handled before. A draft gives nothing: its launch looks at all of them.
 */
export async function awardPoints(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const heard = latestByOrder(events);
  if (heard.size === 0) return;
  const { unread, frozen, parting } = await inShop(shopId, async (tx) =>
    (await loadAllowed(tx)).takeBack ? awardOrders(tx, heard, now()) : nobody,
  );
  const later = [...unread, ...frozen, ...parting];
  if (later.length === 0) return;
  const waiting = events.filter(({ orderId }) => orderId !== null && later.includes(orderId));
  const ids = waiting.map(({ id }) => id);
  if (frozen.length > 0) throw new AccountFrozen(ids);
  throw new PartialRetry(ids, "Payments are still to be read, or records to be parted");
}

/**
 * The orders that could not be awarded yet: their payments are not read, an account is frozen, or
 * their points are about to go to another account with all else that is its owner's. Nothing is
 * lost by that.
 */
export type Awaiting = { unread: bigint[]; frozen: bigint[]; parting: bigint[] };

const nobody: Awaiting = { unread: [], frozen: [], parting: [] };

/** Awards the orders that can be, in the transaction of somebody who says when and how they were heard of. */
export async function awardOrders(
  tx: ShopTx,
  heard: ReadonlyMap<bigint, Trigger>,
  at: Date,
): Promise<Awaiting> {
  const orderIds = [...heard.keys()];
  const owners = await findOwners(tx, orderIds);
  if (owners.length === 0) return nobody;
  const batch = await openBatch(tx, owners, at);

  // Only now, with the accounts locked: what was read before may have been awarded by somebody else
  // meanwhile.
  const found = await loadOrders(tx, orderIds);
  const earning = await loadEarning(
    tx,
    found.flatMap(({ order }) => order.lines.flatMap(({ productId }) => productId ?? [])),
    at,
  );
  const readable = found
    .filter(({ order }) => !order.paymentsUnread)
    .map(({ order, award }) => ({
      order: { ...order, customerId: ownerIn(batch, order.customerId) },
      award: award && { ...award, customerId: ownerIn(batch, award.customerId) },
    }));
  const parting = await findParting(tx, readable);
  const terms = { rule: earning.rule, timezone: batch.terms.timezone };
  const awardable = readable.filter(({ order }) => !parting.includes(order.id));
  // Where all is owed that was spent before it was taken back, it does not matter when that was.
  const courses = limitOf(batch.terms) === null ? null : await loadCourses(tx, awardable);
  const exclusions = await loadExclusions(
    tx,
    awardable.map(({ order }) => order.customerId),
  );
  const corrections = applyCapsInOrder(awardable, terms, ({ order, award }): Correction | null => {
    const trigger = heard.get(order.id) as Trigger;
    const own = earningOf(earning, exclusions.get(order.customerId) ?? []);
    if (courses === null) return reconcileAward(order, award, own, trigger);
    const course = courses.get(order.id) ?? null;
    return reconcileCourse(order, award && { ...award, course }, own, trigger);
  });
  const possible = corrections.filter(({ drafts }) =>
    drafts.every(({ customerId }) => !isFrozen(batch, customerId)),
  );

  await postInto(
    tx,
    batch,
    possible.flatMap(({ drafts }) => drafts),
  );
  await writeAwards(
    tx,
    possible.map(({ award }) => award),
  );
  await reawardLaterOrders(tx, possible);
  return {
    unread: found.filter(({ order }) => order.paymentsUnread).map(({ order }) => order.id),
    parting,
    frozen: corrections.filter((one) => !possible.includes(one)).map(({ award }) => award.orderId),
  };
}

/** Orders whose points are somebody else's than they are only because records are still to be parted. */
async function findParting(tx: ShopTx, orders: readonly FoundOrder[]): Promise<bigint[]> {
  const strangers = orders.filter(
    ({ order, award }) => award && award.customerId !== order.customerId,
  );
  if (strangers.length === 0) return [];
  const owners = await pendingUnmerges(tx);
  return strangers
    .map(({ order }) => order)
    .filter(({ customerId }) => owners.has(customerId))
    .map(({ id }) => id);
}

type Correction = { award: OrderAward & { course?: Course | null }; drafts: EntryDraft[] };

async function writeAwards(tx: ShopTx, awards: Correction["award"][]): Promise<void> {
  if (awards.length === 0) return;
  const rows = awards.map((award) => ({
    ...award,
    orderId: String(award.orderId),
    posted: String(award.posted),
    lineRates: ratesAsJson(award.lineRates),
    course: courseAsJson(award.course ?? null),
  }));
  await tx.$executeRaw`
    INSERT INTO order_award (shop_id, order_id, customer_id, rule_snapshot, line_rates, posted, course, revision)
    SELECT ${tx.shopId}::uuid, "orderId", "customerId", "ruleSnapshot", "lineRates", posted, NULLIF(course, 'null'::jsonb), revision
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS award(
      "orderId" bigint, "customerId" uuid, "ruleSnapshot" jsonb, "lineRates" jsonb, posted bigint, course jsonb,
      revision integer)
    ON CONFLICT (shop_id, order_id) DO UPDATE
    SET customer_id = excluded.customer_id, rule_snapshot = excluded.rule_snapshot, line_rates = excluded.line_rates,
      posted = excluded.posted, course = excluded.course, revision = excluded.revision
    WHERE (order_award.customer_id, order_award.rule_snapshot, order_award.line_rates, order_award.posted, order_award.course,
        order_award.revision)
      IS DISTINCT FROM (excluded.customer_id, excluded.rule_snapshot, excluded.line_rates, excluded.posted, excluded.course,
        excluded.revision)`;
}

/** What is the newest that was heard of each order. */
function latestByOrder(events: readonly StoredEvent[]): Map<bigint, Trigger> {
  const latest = new Map<bigint, Trigger>();
  for (const { orderId, occurredAt, source } of events) {
    if (orderId === null) continue;
    const before = latest.get(orderId);
    if (!before || before.occurredAt < occurredAt) latest.set(orderId, { occurredAt, source });
  }
  return latest;
}

function ownerIn(batch: LedgerBatch, customerId: string): string {
  const owner = survivorOf(batch, customerId);
  // The order changed hands between two reads of this transaction. The next try finds everyone.
  if (!batch.accounts.has(owner))
    throw new Error(`Customer ${customerId} came into an order while it was being awarded`);
  return owner;
}
