import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { PartialRetry } from "#app/ground/retry.ts";

import { updateProgressIn } from "./achievements/update-progress.server.ts";
import { reawardAfterTierChange } from "./earning/orders/reaward-after-tier-change.server.ts";
import { AccountFrozen } from "./ledger/account-frozen.ts";
import { membersOfEvents } from "./members-of-events.server.ts";
import { isChanging, LIVE, loadAllowed } from "./program/program-state.server.ts";
import { reviewTiers } from "./tiers/review-tiers.server.ts";

const CUSTOMERS_AT_ONCE = 200;

/**
 * Makes tiers and achievements of the events' customers what they must be now, and with the tiers
 * what their orders earned. Those with frozen accounts are left for later, and all of them while the
 * program is paused: what happened then is looked at again, whole, when it is launched again.
 */
export async function updateTiersAndAchievements(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const { earns, waits, byEvent } = await inShop(shopId, async (tx) => {
    const standing = await loadStanding(tx);
    return { ...standing, byEvent: await membersOfEvents(tx, standing.earns ? events : []) };
  });
  if (waits) throw new PartialRetry(idsOf(events), "The program is not live", LIVE);
  if (!earns) return;

  const parted = new Map(
    events
      .filter(({ type }) => type === "customer.unmerged")
      .flatMap(({ id }) => byEvent.get(id) ?? [])
      .map((id) => [id, "records_parted"] as const),
  );
  const ids = [...new Set([...byEvent.values()].flat())].toSorted();
  const frozen = new Set<string>();
  for (let start = 0; start < ids.length; start += CUSTOMERS_AT_ONCE) {
    const some = ids.slice(start, start + CUSTOMERS_AT_ONCE);
    for (const id of await updateSome(shopId, some, parted)) frozen.add(id);
  }
  // Only now: the reviews waited for everybody who was awarding these customers' orders by what was
  // known before.
  for (const id of await reawardAfterTierChange(shopId, events, byEvent)) frozen.add(id);
  const later = events.filter(({ id }) => byEvent.get(id)?.some((one) => frozen.has(one)));
  if (later.length > 0) throw new AccountFrozen(idsOf(later));
}

/** Whether anything is earned now, and if not, whether what happens now will count: a draft that nobody launches forgets it. */
async function loadStanding(tx: ShopTx): Promise<{ earns: boolean; waits: boolean }> {
  const { earn, takeBack } = await loadAllowed(tx);
  return { earns: earn, waits: !earn && (takeBack || (await isChanging(tx))) };
}

function idsOf(events: readonly StoredEvent[]): string[] {
  return events.map(({ id }) => id);
}

/** Both are decided by the same accounts, which are locked once for them. Returns those that are frozen. */
function updateSome(
  shopId: string,
  ids: readonly string[],
  parted: ReadonlyMap<string, "records_parted">,
): Promise<string[]> {
  return inShop(shopId, async (tx) => {
    const at = now();
    const { frozen, facts } = await reviewTiers(tx, ids, at, parted);
    return [...frozen, ...(await updateProgressIn(tx, ids, at, facts))];
  });
}
