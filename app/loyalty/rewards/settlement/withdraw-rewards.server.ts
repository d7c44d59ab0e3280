import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";

import { postSteps } from "../redemption/post-steps.server.ts";
import { type Redemption, stepDraft } from "../redemption/redemption.ts";
import { redemptionEvent } from "../redemption/redemption-events.ts";
import { lockRedemptions, updateRedemptions } from "../redemption/write-redemptions.server.ts";

/** Why an unused reward is withdrawn. */
export type WithdrawalReason =
  "lapsed" | "given_back" | "order_cancelled" | "tier_lost" | "undone" | "program_reset";

/**
 * Asks Shopify to honour these rewards no longer. Their points go back only when it has said so:
 * until then somebody may still be paying with the code. The redemptions must be locked, and
 * unused. Those of which the points are lost are forfeited at once: in a reset all of them.
 */
export async function withdraw(
  tx: ShopTx,
  issued: readonly Redemption[],
  why: WithdrawalReason,
  at: Date,
): Promise<void> {
  const isReset = why === "program_reset";
  const lost = issued.filter(
    ({ snapshot }) => isReset || (why === "lapsed" && snapshot.onLapse === "forfeit"),
  );
  const spent = lost.map((redemption) =>
    stepDraft(redemption, {
      kind: "capture",
      code: isReset ? "reward_reset" : "reward_forfeited",
      occurredAt: (isReset ? null : redemption.expiresAt) ?? at,
    }),
  );
  const frozen = await postSteps(tx, spent, at);
  const going = issued.filter(({ id }) => !frozen.has(id));
  const isLost = new Set(lost.map(({ id }) => id));
  await updateRedemptions(
    tx,
    going.map((redemption) =>
      isLost.has(redemption.id)
        ? { ...redemption, state: "forfeited", settledAt: at }
        : { ...redemption, state: "withdrawn" },
    ),
  );
  const events = going.map((one) => redemptionEvent("reward.withdrawn", one, { why }, at));
  await appendEvents(tx, tx.shopId, events, at);
}

/** Takes a reward back that somebody was given and has not used, made already or not. Returns whether there was anything to take. */
export async function withdrawReward(
  tx: ShopTx,
  redemptionId: string,
  why: WithdrawalReason,
  at: Date,
): Promise<boolean> {
  const found = await lockRedemptions(tx, [redemptionId]);
  const unused = found.filter(({ state }) => state === "issued" || state === "held");
  await withdraw(tx, unused, why, at);
  return unused.length > 0;
}
