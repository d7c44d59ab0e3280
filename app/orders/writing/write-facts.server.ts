import { refreshAggregates } from "#app/customers/identity/aggregates.server.ts";
import {
  resolveCustomers,
  type Resolution,
} from "#app/customers/identity/resolve-customers.server.ts";
import { writeConsents } from "#app/customers/consent/write-consents.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, EventSource, StoredEvent } from "#app/events/event.ts";

import type { Facts, OrderFacts } from "../facts.ts";
import { earliestPaid } from "../counting/paid-at.ts";
import {
  orderChanged,
  orderDeleted,
  orderEvents,
  paidBefore,
  versionsTied,
} from "../order-events.ts";
import { contentOf, rankOf } from "./versions.server.ts";
import { writeFulfillments } from "./write-fulfillments.server.ts";
import { writeOrderDeletions } from "./write-order-deletions.server.ts";
import { afterDeletion, writeOrders, type WrittenOrder } from "./write-orders.server.ts";
import { writePaidAt } from "./write-paid-at.server.ts";
import { writeProducts } from "./write-products.server.ts";
import { countRefunds, writeRefunds, type WrittenRefund } from "./write-refunds.server.ts";

/**
 * Writes a batch of facts as sets, derives who they are about, and appends what happened. Whatever the order and
 * number of arrivals, the same facts end in the same rows. Returns the events that are new and the orders that were
 * written. The caller's transaction is one shop's.
 */
export async function writeFacts(
  tx: ShopTx,
  shopId: string,
  facts: Facts,
  source: EventSource,
  now: Date,
): Promise<{ events: StoredEvent[]; ordersWritten: number }> {
  await lock.customers(tx, shopId);
  const people = await resolveCustomers(tx, namedPeople(facts), source, now);
  await writeProducts(tx, facts.products);
  const owner = (order: OrderFacts) => ownerOf(order, people);
  const paid = earliestPaid(facts.orders);
  const versions = facts.orders.map((order) => ({
    ...order,
    paid: order.paid && (paid.get(order.id) ?? null),
  }));
  const { written: orders, tied } = await writeOrders(
    tx,
    versions,
    owner,
    source === "reconciliation",
  );
  const unsure = await writePaidAt(tx, paid, orders);
  const refunds = await writeRefunds(tx, facts.refunds);
  await writeFulfillments(tx, facts.fulfillments, facts.trackings);
  await countRefunds(tx, [
    ...orders.map(({ order }) => order.id),
    ...refunds.map(({ orderId }) => orderId),
  ]);
  const deletions = await writeOrderDeletions(tx, facts.orderDeletions);

  const drafts = [
    ...orderEvents({ ...facts, orders: versions }, source),
    ...tied.map((both) => versionsTied(both, source)),
    ...unsure.map((id) => paidBefore(id, paid.get(id)?.at ?? now, source)),
    ...deletions.map(({ id, at }) => orderDeleted(id, at, source)),
    ...deletions
      .filter(({ isToldLater }) => isToldLater)
      .map(({ id, at }) => versionsTied(afterDeletion(id, at), source)),
    ...changes(orders, refunds, people, source, now),
  ];
  const moved = new Set([
    ...orders.filter(hasNewOwner).map(({ order }) => order.id),
    ...people.movedOrderIds,
  ]);
  const owners = await loadOwners(tx, [
    ...new Set([...drafts.map(({ orderId }) => orderId), ...moved]),
  ]);
  await moveEvents(
    tx,
    [...owners].filter(([orderId]) => moved.has(orderId)),
  );

  const consents = await writeConsents(tx, facts.consents, people.ofShopifyId, source);
  const owned = drafts.map((draft): EventDraft => ({
    ...draft,
    customerId: owners.get(draft.orderId) ?? null,
  }));
  const events = await appendEvents(
    tx,
    shopId,
    [...people.events, ...owned, ...consents, ...registered(facts, people, source)],
    now,
  );
  // That an order was paid counts from the event on, also where a version tells of it that is not the latest.
  const payers = events.flatMap(({ type, customerId }) =>
    type === "order.paid" ? customerId : [],
  );
  const deleted = deletions.map(({ id }) => id);
  const touched = touchedCustomers({ orders, refunds, deleted }, people, owners);
  const customers = new Set([...touched, ...payers.filter((id) => id !== null)]);
  await refreshAggregates(tx, [...customers]);
  return { events, ordersWritten: orders.length };
}

/** Everyone whom a batch names, also in versions that are stale: who a person is depends on all that was ever said. */
function namedPeople(facts: Facts) {
  return {
    claims: facts.customers,
    merges: facts.merges,
    mentions: facts.consents.map(({ shopifyId, at }) => ({ shopifyId, at })),
    deletions: facts.deletions.map(({ shopifyId }) => shopifyId),
    guests: facts.orders.flatMap(({ guestEmail, createdAt }) =>
      guestEmail ? [{ email: guestEmail, at: createdAt }] : [],
    ),
  };
}

function ownerOf(order: OrderFacts, people: Resolution): string | null {
  if (order.shopifyCustomerId !== null) return people.ofShopifyId(order.shopifyCustomerId);
  return order.guestEmail === null ? null : people.ofEmail(order.guestEmail);
}

/** What changed without being an event of its own: content of known orders, refunds that grew, orders of new owners. */
function changes(
  orders: readonly WrittenOrder[],
  refunds: readonly WrittenRefund[],
  people: Resolution,
  source: EventSource,
  now: Date,
) {
  return [
    ...orders
      .filter(({ contentChanged }) => contentChanged)
      .map(({ order }) => {
        const version = `${order.updatedAt.getTime()}.${contentOf(rankOf(order, false))}`;
        return orderChanged(order.id, version, order.updatedAt, source);
      }),
    ...refunds
      .filter(({ isNew }) => !isNew)
      .map(({ id, orderId, amountMinor }) =>
        orderChanged(orderId, `refund.${id}.${amountMinor}`, now, source),
      ),
    ...people.movedOrderIds.map((orderId) =>
      orderChanged(orderId, `owner.${now.getTime()}`, now, source),
    ),
  ];
}

function registered(
  { registrations }: Facts,
  people: Resolution,
  source: EventSource,
): EventDraft[] {
  return registrations.map(({ shopifyId, at }) => ({
    type: "customer.registered",
    customerId: people.ofShopifyId(shopifyId),
    orderId: null,
    occurredAt: at,
    source,
    dedupeKey: `customer.registered.${shopifyId}`,
    properties: {},
  }));
}

async function loadOwners(
  tx: ShopTx,
  orderIds: readonly bigint[],
): Promise<Map<bigint, string | null>> {
  if (orderIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: bigint; customerId: string | null }[]>`
    SELECT id, customer_id::text AS "customerId" FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${orderIds.map(String)}::bigint[])`;
  return new Map(rows.map(({ id, customerId }) => [id, customerId]));
}

function hasNewOwner({ before, customerId }: WrittenOrder): boolean {
  // Its events may have come before it: then they still belong to nobody.
  return before === null || before.customerId !== customerId;
}

/**
 * What happened to an order belongs to whoever the order belongs to now. The events are found by a list of orders, not by a join
 * with them: while PostgreSQL still thinks that a shop has next to no events, a join reads all of them for each order.
 */
async function moveEvents(
  tx: ShopTx,
  owners: readonly (readonly [bigint, string | null])[],
): Promise<void> {
  if (owners.length === 0) return;
  const orderIds = owners.map(([id]) => String(id));
  await tx.$executeRaw`
    UPDATE event e SET customer_id = owned.customer_id
    FROM unnest(${orderIds}::bigint[], ${owners.map(([, owner]) => owner)}::uuid[]) AS owned(order_id, customer_id)
    WHERE e.shop_id = ${tx.shopId}::uuid AND e.order_id = ANY (${orderIds}::bigint[])
      AND e.order_id = owned.order_id AND e.customer_id IS DISTINCT FROM owned.customer_id`;
}

function touchedCustomers(
  {
    orders,
    refunds,
    deleted,
  }: {
    orders: readonly WrittenOrder[];
    refunds: readonly WrittenRefund[];
    deleted: readonly bigint[];
  },
  people: Resolution,
  owners: ReadonlyMap<bigint, string | null>,
): string[] {
  const touched = new Set<string | null>(people.touched);
  for (const { before, contentChanged, customerId } of orders) {
    if (before && !contentChanged && before.customerId === customerId) continue;
    touched.add(customerId).add(before?.customerId ?? null);
  }
  for (const orderId of [...refunds.map((refund) => refund.orderId), ...deleted])
    touched.add(owners.get(orderId) ?? null);
  return [...touched].filter((id) => id !== null);
}
