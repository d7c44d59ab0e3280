import { refreshAggregates } from "#app/customers/identity/aggregates.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { db, inShop, type ShopTx } from "#app/ground/db.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import type { Shop } from "#prisma/generated/client/client.ts";

import { countRemains } from "./write-refunds.server.ts";

const ORDERS_AT_ONCE = 500;

/**
 * Counts what remains of the orders that were known before Encore kept that, and when they were paid, some at a time from where the
 * last time ended. Sums on customers follow; points do not move by it, but `orders.counted` has those listed that would. How far it is
 * stands on the shop.
 */
export async function countOrders(shopId: string, ordersAtOnce = ORDERS_AT_ONCE): Promise<void> {
  for (;;) {
    const shop = await db.shop.findUniqueOrThrow({ where: { id: shopId } });
    const from = shop.countOrdersFrom;
    if (from === null) return;
    await inShop(shopId, async (tx) => {
      // Those of a count that ended, or that was asked for again from the beginning, are of no use.
      const far = from === 0n ? await beginning(tx) : progressOf(shop);
      const { next, count } = await countSome(tx, from, ordersAtOnce);
      const data = { ...far, countOrdersDone: far.countOrdersDone + count, countOrdersFrom: next };
      await tx.shop.update({ where: { id: shopId }, data });
      if (next === null) await appendEvents(tx, shopId, [allCounted(now())], now());
    });
  }
}

async function beginning(tx: ShopTx) {
  const countOrdersTotal = await tx.order.count({ where: { shopId: tx.shopId } });
  return { countOrdersDone: 0, countOrdersTotal, countOrdersSince: now() };
}

/** One that an earlier release began has none. */
function progressOf({ countOrdersDone, countOrdersTotal, countOrdersSince }: Shop) {
  return { countOrdersDone: countOrdersDone ?? 0, countOrdersTotal, countOrdersSince };
}

function allCounted(at: Date): EventDraft {
  return {
    type: "orders.counted",
    customerId: null,
    orderId: null,
    occurredAt: at,
    source: "backfill",
    dedupeKey: `orders.counted.${at.toISOString()}`,
    properties: {},
  };
}

/** Returns the id to go on from, null when there are no more, and how many these were. */
async function countSome(
  tx: ShopTx,
  from: bigint,
  limit: number,
): Promise<{ next: bigint | null; count: number }> {
  await lock.customers(tx, tx.shopId);
  const rows = await tx.$queryRaw<{ id: bigint; customerId: string | null }[]>`
    SELECT id, customer_id::text AS "customerId" FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND id >= ${from} ORDER BY id LIMIT ${limit}::int`;
  const ids = rows.map(({ id }) => id);
  await countRemains(tx, ids);
  // Until now an order counted as paid when it was processed.
  await tx.$executeRaw`
    UPDATE "order" SET paid_at = processed_at
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY (${ids.map(String)}::bigint[]) AND paid_at IS NULL
      AND EXISTS (SELECT FROM event e WHERE e.shop_id = "order".shop_id AND e.order_id = "order".id AND e.type = 'order.paid')`;
  const owners = rows.map(({ customerId }) => customerId).filter((id) => id !== null);
  await refreshAggregates(tx, [...new Set(owners)]);
  const last = ids.at(-1);
  const isLast = ids.length < limit || last === undefined;
  return { next: isLast ? null : last + 1n, count: ids.length };
}
