import type { ShopTx } from "#app/ground/db.server.ts";
import { appendEvents } from "#app/events/append-events.server.ts";
import { shopOf } from "#app/loyalty/program/shop-of.server.ts";

import { newRedemption } from "./new-redemption.server.ts";
import { type RedemptionView, viewOf } from "./redemption.ts";
import { redemptionEvent } from "./redemption-events.ts";
import { rewardOf } from "../reward-row.ts";
import { insertRedemptions, lockRedemptions } from "./write-redemptions.server.ts";

/** Something that somebody is given a reward for. `key` is its natural key: the same one gives one reward. */
export type Grant = {
  customerId: string;
  rewardId: string;
  key: string;
  at: Date;
  /** Who will use it is no customer yet: its code is anybody's, once. */
  anyone?: boolean;
};

/**
 * Gives a reward for nothing: for entering a tier, for a friend, by Shopify Flow. No limit counts
 * it, and it costs no points. Returns its redemption, the same one when it was given before, or
 * null when there is no such reward any more.
 */
export async function grantReward(
  tx: ShopTx,
  { customerId, rewardId, key, at, anyone = false }: Grant,
): Promise<RedemptionView | null> {
  const { shopId } = tx;
  const clientKey = `given.${customerId}.${key}`;
  const known = await tx.redemption.findFirst({ where: { shopId, customerId, clientKey } });
  if (known) {
    const [redemption] = await lockRedemptions(tx, [known.id]);
    return redemption ? viewOf(redemption) : null;
  }
  const row = await tx.reward.findUnique({ where: { shopId_id: { shopId, id: rewardId } } });
  if (!row) return null;
  const { timezone } = await shopOf(tx);
  const reward = rewardOf(row);
  const asGiven = anyone ? { ...reward, codes: "welcome" as const } : reward;
  const redemption = { ...newRedemption(asGiven, customerId, at, timezone), points: 0n };
  await insertRedemptions(tx, [{ ...redemption, clientKey }]);
  await appendEvents(tx, shopId, [redemptionEvent("reward.redeemed", redemption, {}, at)], at);
  return viewOf(redemption);
}
