import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";
import { paidInFull } from "#app/orders/counting/paid-in-full.server.ts";
import { Prisma } from "#prisma/generated/client/client.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import type { EarningAction } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

type MilestoneAction = EarningAction<"orders_milestone" | "spend_milestone">;
type Reached = { actionId: string; customerId: string };

/**
 * Pays the milestones that these events' customers have come to: so many orders, so much spent.
 * Counted from facts by their own dates, whatever was heard first: an order that was given back
 * whole is none from then on. One that was paid stays paid when a refund takes its customer below
 * it, and is not paid again when they come back to it. Only who passes it after it was switched on
 * is paid.
 */
export async function awardMilestones(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const ids = [...new Set(events.flatMap(({ customerId }) => customerId ?? []))];
  if (ids.length === 0) return;
  const found = await inShop(shopId, async (tx) => {
    const earningActions = (await loadActiveActions(tx, [
      "orders_milestone",
      "spend_milestone",
    ])) as MilestoneAction[];
    if (earningActions.length === 0)
      return { earningActions, owners: new Map<string, string>(), reached: [] };
    const owners = await findSurvivors(tx, ids);
    const reached = await findReached(tx, earningActions, [...new Set(owners.values())]);
    return { earningActions, owners, reached };
  });
  const frozen = new Set<string>();
  for (const { actionId, customerId } of found.reached) {
    const earningAction = found.earningActions.find(({ id }) => id === actionId) as EarningAction;
    const at = now();
    const { outcome } = await inShop(shopId, (tx) =>
      awardEarningAction(tx, earningAction, { customerId, at }, at),
    );
    if (outcome === "frozen") frozen.add(customerId);
  }
  if (frozen.size === 0) return;
  const waiting = events.filter(({ customerId }) =>
    frozen.has(found.owners.get(customerId ?? "") ?? ""),
  );
  const waitingIds = waiting.map(({ id }) => id);
  throw new AccountFrozen(waitingIds);
}

/** What each order and each refund of a `customer` adds to orders and spending, and when. */
const steps = Prisma.sql`
  SELECT moment.at, moment.orders, moment.spend
  FROM "order" o
  CROSS JOIN LATERAL (
    SELECT COALESCE(o.cancelled_at, max(r.created_at), o.processed_at) AS at
    FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id
  ) gone
  CROSS JOIN LATERAL (
    SELECT o.processed_at AS at, 1 AS orders, o.total_minor AS spend
    UNION ALL
    SELECT gone.at, -1, 0 WHERE o.cancelled_at IS NOT NULL OR o.financial_state = 'refunded'
    UNION ALL
    SELECT o.cancelled_at, 0, o.refunded_minor - o.total_minor WHERE o.cancelled_at IS NOT NULL
    UNION ALL
    SELECT r.created_at, 0, -r.amount_minor FROM refund r WHERE r.shop_id = o.shop_id AND r.order_id = o.id
  ) moment
  WHERE o.shop_id = action.shop_id AND o.customer_id = customer.id AND ${paidInFull} AND NOT o.test`;

function findReached(
  tx: ShopTx,
  earningActions: readonly MilestoneAction[],
  customerIds: readonly string[],
): Promise<Reached[]> {
  const { shopId } = tx;
  const rows = earningActions.map(({ id, settings }) => ({
    id,
    shop_id: shopId,
    since: settings.since,
    orders: "at" in settings ? settings.at : null,
    spend: "atMinor" in settings ? settings.atMinor : null,
  }));
  return tx.$queryRaw<Reached[]>`
    SELECT action.id AS "actionId", customer.id AS "customerId"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS action(id uuid, shop_id uuid, since timestamptz, orders int, spend bigint)
    CROSS JOIN unnest(${customerIds}::uuid[]) AS customer(id)
    CROSS JOIN LATERAL (
      SELECT max(orders) AS orders, max(spend) AS spend,
        COALESCE(max(orders) FILTER (WHERE at < action.since), 0) AS orders_before,
        COALESCE(max(spend) FILTER (WHERE at < action.since), 0) AS spend_before
      FROM (
        SELECT at, sum(orders) OVER (ORDER BY at) AS orders, sum(spend) OVER (ORDER BY at) AS spend
        FROM (${steps}) step
      ) day
    ) so_far
    WHERE ((so_far.orders >= action.orders AND so_far.orders_before < action.orders)
        OR (so_far.spend >= action.spend AND so_far.spend_before < action.spend))
      AND NOT EXISTS (
        SELECT FROM action_award a
        WHERE a.shop_id = ${shopId}::uuid AND a.action_id = action.id AND a.customer_id = customer.id)
    ORDER BY customer.id, action.id`;
}
