import type { ShopTx } from "#app/ground/db.server.ts";
import { rewardCardsAmong } from "#app/storefront/view.server.ts";

import type { OrderCap } from "../program/earning-rule.ts";
import { startOfPeriod } from "../program/period.ts";
import { countsAt } from "./order-conditions.server.ts";
import type { OrderSurroundings, PaidOrder } from "./order-conditions.ts";

/** What decides about these orders beyond themselves. Most shops have no such rewards and no cap: then nothing is asked for. */
export async function loadOrderSurroundings(
  tx: ShopTx,
  orders: readonly (PaidOrder & { cap: OrderCap | null })[],
  timezone: string,
): Promise<OrderSurroundings> {
  const cardIds = orders.flatMap(({ creditsPaid }) => creditsPaid?.giftCards.map(({ id }) => id));
  const isUnread = ({ paidWithCredit, creditsPaid }: PaidOrder) =>
    paidWithCredit && creditsPaid === null;
  const withCredit = orders.filter(({ creditsPaid }) => Number(creditsPaid?.storeCredit ?? 0) > 0);
  const buyers = [...new Set(withCredit.map(({ customerId }) => customerId))];
  return {
    hasCreditRewards: orders.some(isUnread) && (await hasCreditRewards(tx)),
    rewardCards: await rewardCardsAmong(
      tx,
      cardIds.filter((id) => typeof id === "string"),
    ),
    creditRewards: await loadCreditRewards(tx, buyers),
    creditUses: await loadCreditUses(tx, buyers),
    awards: await loadAwards(tx, capWindows(orders, timezone)),
  };
}

async function hasCreditRewards(tx: ShopTx): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM redemption
    WHERE shop_id = ${tx.shopId}::uuid AND issued_at IS NOT NULL
      AND reward_snapshot->>'kind' IN ('store_credit', 'gift_card')
    LIMIT 1`;
  return rows.length > 0;
}

async function loadCreditRewards(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<OrderSurroundings["creditRewards"]> {
  if (customerIds.length === 0) return [];
  return tx.$queryRaw<OrderSurroundings["creditRewards"][number][]>`
    SELECT customer_id AS "customerId", issued_at AS "issuedAt",
      COALESCE((reward_snapshot->>'amountMinor')::bigint, 0) AS minor
    FROM redemption
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[]) AND issued_at IS NOT NULL
      AND reward_snapshot->>'kind' = 'store_credit'`;
}

async function loadCreditUses(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<OrderSurroundings["creditUses"]> {
  if (customerIds.length === 0) return [];
  return tx.$queryRaw<OrderSurroundings["creditUses"][number][]>`
    SELECT id, customer_id AS "customerId", COALESCE(paid_at, processed_at) AS "countsAt",
      (credits_paid->>'storeCredit')::bigint AS minor
    FROM "order"
    WHERE shop_id = ${tx.shopId}::uuid AND customer_id = ANY(${customerIds}::uuid[]) AND credits_paid IS NOT NULL`;
}

type Window = { customerId: string; since: Date; until: Date };

/** For each customer, from the first period of a cap to the last order that has one. */
function capWindows(
  orders: readonly (PaidOrder & { cap: OrderCap | null })[],
  timezone: string,
): Window[] {
  const windows = new Map<string, Window>();
  for (const { customerId, countsAt, cap } of orders) {
    const since = cap && startOfPeriod(cap.period, countsAt, timezone);
    if (since === null) continue;
    const { since: first = since, until: last = countsAt } = windows.get(customerId) ?? {};
    windows.set(customerId, {
      customerId,
      since: first < since ? first : since,
      until: last > countsAt ? last : countsAt,
    });
  }
  return [...windows.values()];
}

async function loadAwards(
  tx: ShopTx,
  windows: readonly Window[],
): Promise<OrderSurroundings["awards"]> {
  if (windows.length === 0) return [];
  // The customers stand apart from their windows, as the planner takes JSON for a hundred rows.
  return tx.$queryRaw<OrderSurroundings["awards"][number][]>`
    SELECT o.id, o.customer_id AS "customerId", ${countsAt} AS "countsAt", a.posted
    FROM jsonb_to_recordset(${JSON.stringify(windows)}::jsonb)
      AS cap("customerId" uuid, since timestamptz, until timestamptz)
    JOIN "order" o ON o.shop_id = ${tx.shopId}::uuid AND o.customer_id = cap."customerId"
      AND o.customer_id = ANY(${windows.map(({ customerId }) => customerId)}::uuid[])
      AND ${countsAt} BETWEEN cap.since AND cap.until
    JOIN order_award a ON a.shop_id = o.shop_id AND a.order_id = o.id`;
}
