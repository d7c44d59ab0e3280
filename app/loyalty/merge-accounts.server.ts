import type { StoredEvent } from "#app/events/event.ts";
import { runAll } from "#app/events/run-all.server.ts";

import { AccountFrozen } from "./ledger/account-frozen.ts";
import { claimMerged } from "./earning/orders/claim-points.server.ts";
import { reawardCappedOrders } from "./earning/orders/reaward-capped-orders.server.ts";
import { awardMilestones } from "./earning/actions/award-milestones.server.ts";
import { separatePoints } from "./accounts-merge/separate-points.server.ts";
import { transferPoints } from "./accounts-merge/transfer-points.server.ts";

/**
 * A merge: what the records have is one person's, what waited for its owner's first sign-in may be spent, and what they came
 * to together is given.
 */
export async function mergeAccounts(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  const waiting = new Set(await transferPoints(shopId, events));
  const joined = events.filter(({ id }) => !waiting.has(id));
  await runAll([
    () => claimMerged(shopId, joined),
    () => awardMilestones(shopId, joined),
    () => reawardCappedOrders(shopId, joined),
    () => comeBackFor(waiting),
  ]);
}

/** Records are two people again: each has what is theirs. */
export async function unmergeAccounts(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const waiting = new Set(await separatePoints(shopId, events));
  await reawardCappedOrders(
    shopId,
    events.filter(({ id }) => !waiting.has(id)),
  );
  await comeBackFor(waiting);
}

async function comeBackFor(waiting: ReadonlySet<string>): Promise<void> {
  if (waiting.size > 0) throw new AccountFrozen(waiting);
}
