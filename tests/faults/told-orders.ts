import { db, inShop } from "#app/ground/db.server.ts";
import { verifyLedger } from "#app/loyalty/ledger/audit/verify-ledger.server.ts";
import type { Sent } from "#tests/support/deliver.ts";
import { orderPayload } from "#tests/support/payloads.ts";

const ORDERS = 150;
const REFUNDED = 3;

/** Orders told in two versions each, of which some are refunded. */
export function toldOrders(): Sent[] {
  return Array.from({ length: ORDERS }, (_, place): Sent[] => {
    const id = BigInt(place + 1);
    const told = (updatedAt: string, more: object = {}) => ({
      ...orderPayload({ id, email: `buyer-${place % 40}@example.com`, updatedAt, ...more }),
    });
    const refund = {
      id: id * 10n,
      order_id: id,
      created_at: "2026-03-02T10:00:00Z",
      processed_at: "2026-03-02T10:00:00Z",
      transactions: [],
      order_adjustments: [],
      refund_line_items: [
        {
          id: id * 100n,
          line_item_id: id * 10n,
          quantity: 1,
          subtotal: "50.00",
          total_tax: "0.00",
          line_item: { id: id * 10n },
        },
      ],
    };
    return [
      { topic: "orders/create", payload: told("2026-03-01T10:00:00Z") },
      { topic: "orders/paid", payload: told("2026-03-01T10:00:01Z") },
      ...(place % REFUNDED === 0 ? [{ topic: "refunds/create", payload: refund }] : []),
    ];
  }).flat();
}

/** How many of a shop's deliveries were dealt with, whatever became of them. */
export async function settled(shopDomain: string): Promise<number> {
  return db.delivery.count({ where: { shopDomain, state: { not: "received" } } });
}

/** Whether nothing is left to be done about them but what needs Shopify, which these shops are not connected to. */
export async function isDone({ id, domain }: { id: string; domain: string }): Promise<boolean> {
  const left = await db.delivery.count({ where: { shopDomain: domain, state: "received" } });
  return (
    left === 0 &&
    (await inShop(id, (tx) =>
      tx.reaction.count({ where: { state: "pending", name: "update-loyalty" } }),
    )) === 0
  );
}

/**
 * What became of them: facts, events, the ledger. Equal wherever nothing was lost, and nothing done twice. How many entries led to
 * it is not: an order's points are given and taken back where its refund was heard later, and never given where it was heard before.
 */
export async function finalState({ id, domain }: { id: string; domain: string }): Promise<object> {
  const poison = await db.delivery.count({ where: { shopDomain: domain, state: "poison" } });
  const unsound = await verifyLedger(id);
  return inShop(id, async (tx) => {
    // Not what a night brings, which may have come or not.
    const where = { OR: [{ type: { startsWith: "order." } }, { type: "customer.created" }] };
    const events = await tx.event.groupBy({
      by: ["type"],
      where,
      _count: true,
      orderBy: { type: "asc" },
    });
    const awards = await tx.ledgerEntry.groupBy({ by: ["orderId"], _sum: { pendingDelta: true } });
    const worth = Map.groupBy(awards, ({ _sum }) => String(_sum.pendingDelta));
    worth.delete("0");
    const entries = await tx.ledgerEntry.count();
    const { _sum } = await tx.ledgerAccount.aggregate({
      _sum: { pending: true, available: true, debt: true },
    });
    return {
      poison,
      failed: await tx.reaction.count({ where: { state: "failed" } }),
      orders: await tx.order.count(),
      refunds: await tx.refund.count(),
      customers: await tx.customer.count(),
      counted: (await tx.customer.aggregate({ _sum: { ordersCount: true } }))._sum.ordersCount,
      events: Object.fromEntries(events.map(({ type, _count }) => [type, _count])),
      ordersWorth: Object.fromEntries([...worth].map(([points, { length }]) => [points, length])),
      entriesUntold: entries - (await tx.event.count({ where: { type: "points.changed" } })),
      unsound: unsound.length,
      has: Object.fromEntries(Object.entries(_sum).map(([name, sum]) => [name, String(sum)])),
    };
  });
}
