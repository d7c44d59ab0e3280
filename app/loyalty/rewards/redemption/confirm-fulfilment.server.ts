import { appendEvents } from "#app/events/append-events.server.ts";
import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { AccountFrozen } from "#app/loyalty/ledger/account-frozen.ts";

import { isMoney } from "../reward.ts";
import { postSteps } from "./post-steps.server.ts";
import { eventsByRedemption, redemptionEvent } from "./redemption-events.ts";
import { stepDraft } from "./redemption.ts";
import { lockRedemptions, updateRedemptions } from "./write-redemptions.server.ts";

/**
 * Shopify has made these rewards: they can be used. Store credit and gift cards are the customer's
 * own from now on, so their points are spent, also where somebody wanted to take them back a moment
 * ago.
 */
export async function confirmFulfilment(
  shopId: string,
  events: readonly StoredEvent[],
): Promise<void> {
  const heard = eventsByRedemption(events);
  const at = now();
  const frozen = await inShop(shopId, async (tx) => {
    const found = await lockRedemptions(tx, [...heard.keys()]);
    const made = found.filter(
      ({ state, snapshot }) => state === "held" || (state === "withdrawn" && isMoney(snapshot)),
    );
    const money = made.filter(({ snapshot }) => isMoney(snapshot));
    const spent = money.map((redemption) =>
      stepDraft(redemption, {
        kind: "capture",
        code: "reward_used",
        occurredAt: heard.get(redemption.id)?.occurredAt ?? at,
      }),
    );
    const waiting = await postSteps(tx, spent, at);
    const issued = made
      .filter(({ id }) => !waiting.has(id))
      .map((redemption) =>
        isMoney(redemption.snapshot)
          ? { ...redemption, state: "captured" as const, issuedAt: at, settledAt: at }
          : { ...redemption, state: "issued" as const, issuedAt: at },
      );
    await updateRedemptions(tx, issued);
    const usable = issued.map((one) => redemptionEvent("reward.available", one, {}, at));
    // Taken back while it was being made: then nobody was there yet to take anything back from.
    const unwanted = found
      .filter((one) => !made.includes(one))
      .filter(({ state }) => ["withdrawn", "released", "forfeited"].includes(state))
      .map((one) => redemptionEvent("reward.withdrawn", one, { why: "undone" }, at, "made"));
    await appendEvents(tx, shopId, [...usable, ...unwanted], at);
    return waiting;
  });
  const later = [...frozen].flatMap((id) => heard.get(id)?.id ?? []);
  if (later.length > 0) throw new AccountFrozen(later);
}
