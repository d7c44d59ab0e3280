import type { ShopTx } from "#app/ground/db.server.ts";

import { isOnceOnly } from "../earning/actions/earning-action.ts";
import { type LimitPeriod, startOfNextPeriod, startOfPeriod } from "../program/period.ts";
import type { Goals } from "./load-goals.server.ts";
import type { Limit } from "./member.ts";

/** How often something may be had in a period, and how often somebody had it since that began. */
type Limited = { id: string; count: number; period: LimitPeriod };
type Had = { customerId: string; id: string; times: number };

/** For each customer the earning actions that pay them no more: for ever, or before the next day, week … begins. */
export async function loadDoneActions(
  tx: ShopTx,
  customerIds: readonly string[],
  { actions, timezone }: Pick<Goals, "actions" | "timezone">,
  at: Date,
): Promise<Map<string, Limit[]>> {
  const limits = actions.flatMap(({ id, kind, count, period }): Limited[] => {
    if (isOnceOnly({ kind })) return [{ id, count: 1, period: "ever" }];
    return count === null ? [] : [{ id, count, period }];
  });
  return reached(
    limits,
    timezone,
    at,
    (ids, since) =>
      tx.$queryRaw<Had[]>`
      SELECT w.customer_id::text AS "customerId", w.action_id::text AS id, count(*)::int AS times
      FROM unnest(${ids}::uuid[], ${since}::timestamptz[]) AS asked (id, since)
      JOIN action_award w ON w.shop_id = ${tx.shopId}::uuid AND w.action_id = asked.id
      WHERE w.customer_id = ANY(${customerIds}::uuid[]) AND w.at >= asked.since
      GROUP BY w.customer_id, w.action_id`,
  );
}

/** For each customer the rewards that they have redeemed as often as the shop allows. */
export async function loadLimitedRewards(
  tx: ShopTx,
  customerIds: readonly string[],
  { rewards, timezone }: Pick<Goals, "rewards" | "timezone">,
  at: Date,
): Promise<Map<string, Limit[]>> {
  // As in mayRedeem: what came to nothing does not count, nor what was given.
  return reached(
    rewards,
    timezone,
    at,
    (ids, since) =>
      tx.$queryRaw<Had[]>`
      SELECT r.customer_id::text AS "customerId", r.reward_id::text AS id, count(*)::int AS times
      FROM unnest(${ids}::uuid[], ${since}::timestamptz[]) AS asked (id, since)
      JOIN redemption r ON r.shop_id = ${tx.shopId}::uuid AND r.reward_id = asked.id
      WHERE r.customer_id = ANY(${customerIds}::uuid[]) AND r.held_at >= asked.since
        AND r.state <> 'released' AND r.points > 0
      GROUP BY r.customer_id, r.reward_id`,
  );
}

async function reached(
  limits: readonly Limited[],
  timezone: string,
  at: Date,
  count: (ids: string[], since: Date[]) => Promise<Had[]>,
): Promise<Map<string, Limit[]>> {
  if (limits.length === 0) return new Map();
  const rows = await count(
    limits.map(({ id }) => id),
    limits.map(({ period }) => startOfPeriod(period, at, timezone) ?? new Date(0)),
  );
  const byId = new Map(limits.map((limit) => [limit.id, limit]));
  const over = rows.filter(({ id, times }) => times >= (byId.get(id)?.count ?? Infinity));
  const byCustomer = Map.groupBy(over, ({ customerId }) => customerId);
  return new Map(
    [...byCustomer].map(([customerId, own]) => [
      customerId,
      own.map(({ id }) => {
        const again = startOfNextPeriod(byId.get(id)?.period ?? "ever", at, timezone);
        return { id, again: again && Math.ceil(again.getTime() / 1000) };
      }),
    ]),
  );
}
