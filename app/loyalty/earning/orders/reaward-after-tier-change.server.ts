import { causedBy } from "#app/events/cause.server.ts";
import type { EventSource, StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import type { RuleSnapshot } from "#app/loyalty/program/earning-rule.ts";

import { isInAnotherTier } from "../order-award.ts";
import { type Awaiting, awardOrders } from "./award-points.server.ts";
import { loadTiersAsOf } from "./load-tiers-as-of.server.ts";

const ORDERS_AT_ONCE = 200;

type AwardedOrder = {
  id: bigint;
  customerId: string;
  createdAt: Date;
  processedAt: Date;
  ruleSnapshot: RuleSnapshot;
};

/** From when on something about a customer may be another than was known. */
type Since = { customerId: string; since: Date };

const BEGINNING = new Date(0);

/**
 * Awards those orders again whose customers turn out to have been in another tier when they made
 * them: an earlier order was heard of later, or two people turned out to be one. `customers` are
 * those whom each of the events is about. Returns those of whose orders some have to wait, because
 * nothing moves on an account; what has still to be read awards them itself.
 */
export async function reawardAfterTierChange(
  shopId: string,
  events: readonly StoredEvent[],
  customers: ReadonlyMap<string, readonly string[]>,
): Promise<Set<string>> {
  const misrated = await inShop(shopId, async (tx) => {
    const changed = await changedSince(tx, events, customers);
    return listMisrated(tx, changed);
  });
  const waiting = new Set<bigint>();
  for (let start = 0; start < misrated.length; start += ORDERS_AT_ONCE) {
    const some = misrated.slice(start, start + ORDERS_AT_ONCE);
    const why = { at: now(), source: "app" as const };
    const late = await causedBy("recalculation", () =>
      inShop(shopId, (tx) => awardAgain(tx, some, why)),
    );
    for (const id of [...late.frozen, ...late.parting]) waiting.add(id);
  }
  return new Set(misrated.filter(({ id }) => waiting.has(id)).map(({ customerId }) => customerId));
}

/** The same for a few customers, within a transaction that does something else, too. */
export async function reawardMisrated(
  tx: ShopTx,
  changed: readonly Since[],
  why: { at: Date; source: EventSource },
): Promise<void> {
  await awardAgain(tx, await listMisrated(tx, changed), why);
}

function awardAgain(
  tx: ShopTx,
  orders: readonly AwardedOrder[],
  { at, source }: { at: Date; source: EventSource },
): Promise<Awaiting> {
  return awardOrders(tx, new Map(orders.map(({ id }) => [id, { occurredAt: at, source }])), at);
}

/** What events say about customers, they say about all that came after what they are about. Each customer once. */
async function changedSince(
  tx: ShopTx,
  events: readonly StoredEvent[],
  customers: ReadonlyMap<string, readonly string[]>,
): Promise<Since[]> {
  const orderIds = events.flatMap(({ orderId }) => orderId ?? []);
  const orders = await tx.$queryRaw<{ id: bigint; processedAt: Date }[]>`
    SELECT id, processed_at AS "processedAt" FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY(${orderIds}::bigint[])`;
  const madeAt = new Map(orders.map(({ id, processedAt }) => [id, processedAt]));
  const since = new Map<string, Date>();
  for (const event of events) {
    const made = event.orderId === null ? undefined : madeAt.get(event.orderId);
    const from = isOfRecords(event) ? BEGINNING : (made ?? event.occurredAt);
    for (const id of customers.get(event.id) ?? []) {
      const before = since.get(id);
      if (!before || from < before) since.set(id, from);
    }
  }
  return [...since].map(([customerId, from]) => ({ customerId, since: from }));
}

function isOfRecords({ type }: StoredEvent): boolean {
  return type === "customer.merged" || type === "customer.unmerged";
}

/** The orders that were awarded by another tier than they were made in, the earliest first. */
async function listMisrated(tx: ShopTx, changed: readonly Since[]): Promise<AwardedOrder[]> {
  if (changed.length === 0) return [];
  const orders = await tx.$queryRaw<AwardedOrder[]>`
    SELECT o.id, o.customer_id::text AS "customerId", o.created_at AS "createdAt", o.processed_at AS "processedAt",
      a.rule_snapshot AS "ruleSnapshot"
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS changed("customerId" uuid, since timestamptz)
    JOIN "order" o ON o.shop_id = ${tx.shopId}::uuid AND o.customer_id = changed."customerId" AND o.processed_at >= changed.since
    JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    WHERE a.rule_snapshot->>'tiersVersion' IS NOT NULL
    ORDER BY o.processed_at, o.id`;
  const { tiers, version } = await loadTiersAsOf(tx, orders);
  return orders.filter(({ ruleSnapshot }, index) =>
    isInAnotherTier(ruleSnapshot, { tier: tiers[index] ?? null, tiersVersion: version }),
  );
}
