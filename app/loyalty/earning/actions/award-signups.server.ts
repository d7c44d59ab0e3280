import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";

import { awardEarningAction } from "./award-earning-action.server.ts";
import type { EarningAction } from "./earning-action.ts";
import { loadActiveActions } from "./earning-actions.server.ts";

/**
 * Pays who has opened an account. That is known when Shopify says so, and, with accounts that have
 * no password, when they sign in for the first time; then only if Shopify has not known them since
 * before the earning action was switched on.
 */
export async function awardSignups(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const frozen: string[] = [];
  for (const event of events) {
    if (event.customerId === null) continue;
    const { customerId: heardOf, occurredAt, source } = event;
    const outcomes = await inShop(shopId, async (tx) => {
      const earningActions = (await loadActiveActions(tx, ["signup"])) as EarningAction<"signup">[];
      const owner = (await findSurvivors(tx, [heardOf])).get(heardOf);
      const customer =
        owner && (await tx.customer.findUnique({ where: { shopId_id: { shopId, id: owner } } }));
      if (!customer) return [];
      const openedAt = event.type === "customer.verified" ? customer.createdAt : occurredAt;
      const paying = earningActions.filter(
        ({ settings: { since } }) => since && openedAt >= new Date(since),
      );
      const paid: string[] = [];
      for (const earningAction of paying) {
        const action = { customerId: owner, at: occurredAt, source };
        paid.push((await awardEarningAction(tx, earningAction, action, now())).outcome);
      }
      return paid;
    });
    if (outcomes.includes("frozen")) frozen.push(event.id);
  }
  if (frozen.length > 0) throw new AccountFrozen(frozen);
}
