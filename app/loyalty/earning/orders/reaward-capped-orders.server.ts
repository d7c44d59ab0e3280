import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { EventDraft, StoredEvent } from "#app/events/event.ts";

import { loyaltyEvent } from "#app/loyalty/program/loyalty-event.ts";
import type { OrderAward } from "#app/loyalty/order-points/owned-order.ts";
import { capPeriodStart, countsAt } from "#app/loyalty/order-points/order-conditions.server.ts";

type Owned = { id: bigint; customerId: string };
type Changed = { award: OrderAward; drafts: readonly { customerId: string }[] };

/** What these orders give has changed: those of the same customers that share a cap with them, and come after, are looked at again. */
export async function reawardLaterOrders(
  tx: ShopTx,
  corrections: readonly Changed[],
): Promise<void> {
  const { shopId } = tx;
  const changed = corrections.flatMap(({ award: { orderId, revision }, drafts }) =>
    drafts.map(({ customerId }) => ({ id: String(orderId), customerId, revision })),
  );
  if (changed.length === 0) return;
  const ids = changed.map(({ id }) => id);
  const customerIds = [...new Set(changed.map(({ customerId }) => customerId))];
  // The lists as well as the joins: with these alone, all orders of a shop that PostgreSQL thinks small were read for each.
  const rows = await tx.$queryRaw<(Owned & { after: bigint; revision: number })[]>`
    SELECT DISTINCT ON (o.id) o.id, o.customer_id AS "customerId", earlier.id AS after, changed.revision
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS changed(id bigint, "customerId" uuid, revision int)
    JOIN "order" earlier ON earlier.shop_id = ${shopId}::uuid AND earlier.id = ANY(${ids}::bigint[]) AND earlier.id = changed.id
    JOIN "order" o ON o.shop_id = ${shopId}::uuid AND o.customer_id = ANY(${customerIds}::uuid[]) AND o.customer_id = changed."customerId"
      AND (${countsAt}, o.id) > (COALESCE(earlier.paid_at, earlier.processed_at), earlier.id)
    JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
    JOIN shop s ON s.id = o.shop_id
    CROSS JOIN LATERAL (SELECT a.rule_snapshot->'orderCap'->>'period' AS period) cap
    WHERE COALESCE(earlier.paid_at, earlier.processed_at) >= ${capPeriodStart}
      AND o.id <> ALL(${ids}::bigint[])
    ORDER BY o.id, COALESCE(earlier.paid_at, earlier.processed_at), earlier.id`;
  const drafts = rows.map(({ after, revision, ...order }) =>
    changedOrder(order, `${after}.${revision}`),
  );
  if (drafts.length > 0) await appendEvents(tx, shopId, drafts, now());
}

/** After records became one, or two again: their orders share caps with others than before. */
export async function reawardCappedOrders(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  for (const event of events) {
    if (event.type !== "customer.merged" && event.type !== "customer.unmerged") continue;
    const ids = [
      event.customerId,
      event.type === "customer.unmerged" ? event.properties.separatedId : null,
    ].filter((id) => id !== null);
    await inShop(shopId, async (tx) => {
      const rows = await tx.$queryRaw<Owned[]>`
        SELECT o.id, o.customer_id AS "customerId" FROM "order" o
        JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
        WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ANY(${ids}::uuid[])
          AND a.rule_snapshot->'orderCap'->>'period' IS NOT NULL`;
      const drafts = rows.map((order) => changedOrder(order, event.id));
      if (drafts.length > 0) await appendEvents(tx, shopId, drafts, now());
    });
  }
}

function changedOrder({ id: orderId, customerId }: Owned, why: string): EventDraft {
  const about = {
    customerId,
    orderId,
    occurredAt: now(),
    source: "recalculation",
    properties: { orderId: String(orderId) },
  } as const;
  return loyaltyEvent("order.changed", `${orderId}.cap.${why}`, about);
}
