import type { EventSource } from "#app/events/event.ts";
import type { ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { lock } from "#app/ground/locks.server.ts";
import { postEntries } from "#app/loyalty/ledger/post-entries.server.ts";
import { startOfNextPeriod, startOfPeriod } from "#app/loyalty/program/period.ts";

import { isExcluded, wasExcludedAt } from "#app/loyalty/program/exclusion.ts";
import { loadExclusions } from "#app/loyalty/program/exclusions.server.ts";

import { isOnceOnly, type EarningAction } from "./earning-action.ts";

/** What somebody did that an earning action pays for. What is not said goes by the earning action. */
export type ActionToAward = {
  /** The record that stays, if several became one. */
  customerId: string;
  /** What it was about, unique in the shop: the same thing never earns twice. Else the customer, who earns by it once. */
  sourceKey?: string;
  points?: bigint;
  at: Date;
  source?: EventSource;
};

/**
 * What became of an action. `known`: it was paid before. `limit`: the customer has earned by it as
 * often as they may for now, and can again at that moment, if ever. `frozen`: the account is being
 * looked at; to be tried again later. `no_earning_action`: nothing pays for it, as it was done while they were excluded.
 */
export type EarningActionOutcome =
  | { outcome: "earned"; points: bigint }
  | { outcome: "known" }
  | { outcome: "limit"; again: Date | null }
  | { outcome: "frozen" }
  | { outcome: "no_earning_action" };

/** Pays for an action, once, and as often as the earning action allows. The transaction is one shop's. */
export async function awardEarningAction(
  tx: ShopTx,
  earningAction: EarningAction,
  done: ActionToAward,
  now: Date,
): Promise<EarningActionOutcome> {
  const { shopId } = tx;
  const { customerId, at, sourceKey = `customer.${customerId}` } = done;
  const { points = earningAction.points, source = "app" } = done;
  // Two actions at once would both find room under the limit. Taken before any account is.
  await lock.paidActions(tx, shopId, customerId);
  const known = await tx.actionAward.count({
    where: {
      shopId,
      actionId: earningAction.id,
      OR: [{ sourceKey }, ...(isOnceOnly(earningAction) ? [{ customerId }] : [])],
    },
  });
  if (known > 0) return { outcome: "known" };

  const exclusions = (await loadExclusions(tx, [customerId])).get(customerId) ?? [];
  if (isExcluded(exclusions) || wasExcludedAt(exclusions, at))
    return { outcome: "no_earning_action" };

  const limited = await limitReached(tx, earningAction, done);
  if (limited) return limited;
  if (points <= 0n) return { outcome: "known" };

  const action = { customerId, sourceKey, points, at, source };
  const [posted] = await postEntries(tx, [await draftOf(tx, earningAction, action)], now);
  if (posted?.outcome === "frozen") return { outcome: "frozen" };
  const { source: _, ...award } = action;
  const ids = { shopId, id: newId(), actionId: earningAction.id };
  await tx.actionAward.create({ data: { ...award, ...ids } });
  return { outcome: "earned", points };
}

async function limitReached(
  tx: ShopTx,
  { id: actionId, limit }: EarningAction,
  { customerId, at }: ActionToAward,
): Promise<{ outcome: "limit"; again: Date | null } | null> {
  const { shopId } = tx;
  if (!limit) return null;
  const { timezone } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
  const from = startOfPeriod(limit.period, at, timezone);
  const again = startOfNextPeriod(limit.period, at, timezone);
  // In the period of the action, whenever it is heard of.
  const awards = await tx.actionAward.count({
    where: { shopId, actionId, customerId, ...(from && again && { at: { gte: from, lt: again } }) },
  });
  return awards < limit.count ? null : { outcome: "limit", again };
}

async function draftOf(tx: ShopTx, earningAction: EarningAction, action: Required<ActionToAward>) {
  const customer = await tx.customer.findUniqueOrThrow({
    where: { shopId_id: { shopId: tx.shopId, id: action.customerId } },
    select: { shopifyId: true },
  });
  return {
    kind: "earn" as const,
    customerId: action.customerId,
    points: action.points,
    idempotencyKey: `way.${earningAction.id}.${action.sourceKey}`,
    occurredAt: action.at,
    source: action.source,
    // Somebody without an account has nothing to spend from.
    wait: customer.shopifyId === null ? ("until_verified" as const) : null,
    reason: {
      code: "way_earned" as const,
      way: earningAction.kind,
      name: earningAction.name,
      points: String(action.points),
    },
  };
}
