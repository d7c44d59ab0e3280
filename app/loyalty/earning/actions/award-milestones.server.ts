import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";
import { wasExcludedAt } from "#app/loyalty/program/exclusion.ts";
import { loadExclusions } from "#app/loyalty/program/exclusions.server.ts";
import { countedFacts } from "#app/loyalty/tiers/counted-facts.ts";
import { loadCountedOrders } from "#app/loyalty/tiers/load-facts.server.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import type { EarningAction } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";
import { hasPassed } from "./milestone.ts";

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

/** Who of these customers passed which milestone and was not paid for it yet. */
async function findReached(
  tx: ShopTx,
  earningActions: readonly MilestoneAction[],
  customerIds: readonly string[],
): Promise<Reached[]> {
  const { shopId } = tx;
  const orders = await loadCountedOrders(tx, customerIds, false);
  const exclusions = await loadExclusions(tx, customerIds);
  const reached = [...Map.groupBy(orders, ({ customerId }) => customerId)].flatMap(
    ([customerId, own]) => {
      const excluded = exclusions.get(customerId) ?? [];
      const counted = own.filter(({ countsAt }) => !wasExcludedAt(excluded, countsAt));
      const facts = countedFacts(counted, []);
      const passed = earningActions.filter(({ settings }) => hasPassed(facts, settings));
      return passed.map(({ id }) => ({ actionId: id, customerId }));
    },
  );
  const paid = await tx.actionAward.findMany({
    where: {
      shopId,
      actionId: { in: earningActions.map(({ id }) => id) },
      customerId: { in: reached.map(({ customerId }) => customerId) },
    },
    select: { actionId: true, customerId: true },
  });
  const known = new Set(paid.map(({ actionId, customerId }) => `${actionId}.${customerId}`));
  return reached.filter(({ actionId, customerId }) => !known.has(`${actionId}.${customerId}`));
}
