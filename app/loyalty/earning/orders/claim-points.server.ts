import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { releaseDue } from "#app/loyalty/ledger/due/due-points.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";
import { holdingsOf, isFrozen, recordDates } from "#app/loyalty/ledger/ledger-batch.ts";
import { loadLots, openBatch } from "#app/loyalty/ledger/open-batch.server.ts";
import { writeBatch } from "#app/loyalty/ledger/write-batch.server.ts";
import { loyaltyEvent } from "#app/loyalty/program/loyalty-event.ts";
import { guestOrder } from "#app/loyalty/order-points/order-conditions.server.ts";

import { awardOrders } from "./award-points.server.ts";

type Claimable = { id: string; customerId: string; pendingDays: number };

/**
 * Somebody is signed in. The first time that Encore sees it, points that waited for that become
 * theirs. Call it where somebody is shown what is theirs: when it is known already, it is one look.
 */
export async function claimOnFirstSignIn(
  shopId: string,
  customerId: string,
  at: Date,
): Promise<void> {
  await inShop(shopId, async (tx) => {
    const owner = (await findSurvivors(tx, [customerId])).get(customerId);
    if (!owner) return;
    const known = await tx.loyaltyProfile.findUnique({
      where: { shopId_customerId: { shopId, customerId: owner } },
      select: { verifiedAt: true, verifiedFrom: true },
    });
    // Who is verified because a record merged into theirs was has not been seen themselves; they
    // stay so once the two are parted.
    if (known?.verifiedAt && known.verifiedFrom === null) return;

    await tx.$executeRaw`
      INSERT INTO loyalty_profile (shop_id, customer_id, verified_at)
      VALUES (${shopId}::uuid, ${owner}::uuid, ${at})
      ON CONFLICT (shop_id, customer_id) DO UPDATE SET verified_at = excluded.verified_at, verified_from = NULL
      WHERE loyalty_profile.verified_at IS NULL OR loyalty_profile.verified_from IS NOT NULL`;
    const about = { customerId: owner, occurredAt: at, properties: {} };
    await appendEvents(tx, shopId, [loyaltyEvent("customer.verified", owner, about)], at);
    await claimPoints(tx, [owner], at);
  });
}

/**
 * After the points of merged records were moved. A guest's record turned out to be a member's: what
 * it earned by orders that were a member's all along is theirs to spend, and the rest when they
 * have signed in. Orders that gave nothing for being a guest's are looked at again.
 */
export async function claimMerged(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const ids = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
  if (ids.length === 0) return;
  const isLate = await inShop(shopId, async (tx) => {
    const survivors = await findSurvivors(tx, ids);
    const owners = [...new Set(survivors.values())];
    const unpaid = await tx.$queryRaw<{ id: bigint; processedAt: Date }[]>`
      SELECT o.id, o.processed_at AS "processedAt"
      FROM "order" o
      JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id
      WHERE o.shop_id = ${shopId}::uuid AND o.customer_id = ANY(${owners}::uuid[]) AND o.shopify_customer_id IS NULL
        AND a.posted = 0 AND a.rule_snapshot->>'guestPoints' = 'off'`;
    const heard = unpaid.map(
      ({ id, processedAt }) => [id, { occurredAt: processedAt, source: "app" as const }] as const,
    );
    const late = heard.length > 0 ? await awardOrders(tx, new Map(heard), now()) : null;
    await claimPoints(tx, owners, now());
    return late !== null && late.frozen.length + late.parting.length > 0;
  });
  if (isLate) throw new AccountFrozen(events.map(({ id }) => id));
}

/** Points of these events' orders wait for no sign-in any more once it is known that they were a member's all along. */
export async function claimForEvents(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const orderIds = [...new Set(events.flatMap(({ orderId }) => orderId ?? []))];
  if (orderIds.length === 0) return;
  await inShop(shopId, async (tx) => {
    const owners = await tx.$queryRaw<{ id: string }[]>`
      SELECT DISTINCT l.customer_id::text AS id
      FROM lot l
      WHERE l.shop_id = ${shopId}::uuid AND l.order_id = ANY(${orderIds.map(String)}::bigint[])
        AND l.pending AND l.release_at IS NULL AND l.remaining > 0
        -- One look-up for each. As a join, all customers of a shop that PostgreSQL thinks small were read for each lot.
        AND EXISTS (
          SELECT FROM "order" o JOIN customer c ON c.shop_id = o.shop_id AND c.id = l.customer_id
          WHERE o.shop_id = l.shop_id AND o.id = l.order_id AND NOT ${guestOrder} OFFSET 0)`;
    if (owners.length === 0) return;
    const ids = owners.map(({ id }) => id);
    await claimPoints(tx, ids, now());
  });
}

/** Lets these customers' points be spent that waited for a sign-in, as far as there was one or none was needed. */
async function claimPoints(tx: ShopTx, customerIds: readonly string[], at: Date): Promise<void> {
  const batch = await openBatch(tx, customerIds, at);
  const claimable = await findClaimable(tx, customerIds);
  await loadLots(tx, batch, customerIds);
  for (const [customerId, some] of Map.groupBy(claimable, (lot) => lot.customerId)) {
    const days = new Map(some.map(({ id, pendingDays }) => [id, pendingDays]));
    const dated = holdingsOf(batch, customerId)
      .lots.filter(({ id }) => days.has(id))
      .map((lot) => {
        // What would still be waiting had it been a member's goes on waiting.
        const due = new Date(lot.earnedAt.getTime() + (days.get(lot.id) ?? 0) * DAY_MS);
        return { ...lot, releaseAt: due > at ? due : at };
      });
    recordDates(batch, customerId, dated);
    // Of a frozen account nothing moves; the job that releases what is due comes back for it.
    if (!isFrozen(batch, customerId)) releaseDue(batch, customerId, newId);
  }
  await writeBatch(tx, batch);
}

function findClaimable(tx: ShopTx, customerIds: readonly string[]): Promise<Claimable[]> {
  return tx.$queryRaw<Claimable[]>`
    SELECT l.id, l.customer_id AS "customerId", COALESCE((a.rule_snapshot->>'pendingDays')::int, 0) AS "pendingDays"
    FROM lot l
    JOIN customer c ON c.shop_id = l.shop_id AND c.id = l.customer_id
    LEFT JOIN loyalty_profile p ON p.shop_id = l.shop_id AND p.customer_id = l.customer_id
    LEFT JOIN "order" o ON o.shop_id = l.shop_id AND o.id = l.order_id
    LEFT JOIN order_award a ON a.shop_id = l.shop_id AND a.order_id = l.order_id
    WHERE l.shop_id = ${tx.shopId}::uuid AND l.customer_id = ANY(${customerIds}::uuid[])
      AND l.pending AND l.release_at IS NULL AND l.remaining > 0
      AND (p.verified_at IS NOT NULL OR (o.id IS NOT NULL AND NOT ${guestOrder}))`;
}
