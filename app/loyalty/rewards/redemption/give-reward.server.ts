import { audit } from "#app/audit/audit.server.ts";
import { inShop } from "#app/ground/db.server.ts";

import { type Grant, grantReward } from "./grant-reward.server.ts";
import type { RedemptionView } from "./redemption.ts";

/** Gives somebody a reward because a person or another system says so, and writes down who. Null when there is no such reward. */
export function giveReward(
  shopId: string,
  gift: Grant,
  actor: string,
): Promise<RedemptionView | null> {
  return inShop(shopId, async (tx) => {
    const clientKey = `given.${gift.customerId}.${gift.key}`;
    const before = await tx.redemption.findFirst({
      where: { shopId, customerId: gift.customerId, clientKey },
    });
    const given = await grantReward(tx, gift);
    if (given && !before) {
      const subject = `customer.${gift.customerId}`;
      const after = { reward: given.name, rewardId: gift.rewardId };
      await audit(tx, { actor, action: "reward.given", subject, before: null, after }, gift.at);
    }
    return given;
  });
}
