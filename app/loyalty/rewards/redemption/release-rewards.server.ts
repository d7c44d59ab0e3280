import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";

import { loadUses } from "../settlement/load-uses.server.ts";
import { isInUse } from "../settlement/settlement.ts";
import { postSteps } from "./post-steps.server.ts";
import { eventsByRedemption } from "./redemption-events.ts";
import { type Redemption, stepDraft } from "./redemption.ts";
import { lockRedemptions, updateRedemptions } from "./write-redemptions.server.ts";

/**
 * Gives the held points back of rewards that could not be made, and of unused ones that Shopify
 * honours no longer. One that an order holds, paid or not, is left to what becomes of the order.
 */
export async function releaseRewards(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const heard = eventsByRedemption(events);
  const at = now();
  const frozen = await inShop(shopId, async (tx) => {
    const found = await lockRedemptions(tx, [...heard.keys()]);
    const uses = await loadUses(tx, found);
    const over = found.filter(
      (redemption) =>
        isOver(redemption, heard.get(redemption.id)) && !isInUse(uses.get(redemption.id) ?? []),
    );
    const back = over.map((redemption) =>
      stepDraft(redemption, {
        kind: "void",
        code: redemption.state === "held" ? "reward_not_made" : "reward_not_used",
        occurredAt: heard.get(redemption.id)?.occurredAt ?? at,
      }),
    );
    const waiting = await postSteps(tx, back, at);
    const released = over
      .filter(({ id }) => !waiting.has(id))
      .map((redemption) => ({
        ...redemption,
        state: "released" as const,
        failure: failureOf(heard.get(redemption.id)) ?? redemption.failure,
        settledAt: at,
      }));
    await updateRedemptions(tx, released);
    return waiting;
  });
  const later = [...frozen].flatMap((id) => heard.get(id)?.id ?? []);
  if (later.length > 0) throw new AccountFrozen(later);
}

/** What is refused was never made, wanted still or not; what ended was withdrawn before. Anything else was settled by an order meanwhile. */
function isOver({ state }: Redemption, event: StoredEvent | undefined): boolean {
  return state === "withdrawn" || (state === "held" && event?.type === "reward.refused");
}

function failureOf(event: StoredEvent | undefined): string | null {
  return event?.type === "reward.refused" ? event.properties.reason : null;
}
