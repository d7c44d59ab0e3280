import { newId } from "#app/ground/ids.server.ts";

import { expiryOfReward, type Redemption } from "./redemption.ts";
import { newRedemptionCode } from "./redemption-code.server.ts";
import { type Reward, rewardSnapshot } from "../reward.ts";

/** A redemption of the reward that begins now. Its code is chosen with it: whoever has to make it twice makes the same one. */
export function newRedemption(
  reward: Reward,
  customerId: string,
  at: Date,
  timezone: string,
): Redemption {
  return {
    id: newId(),
    customerId,
    rewardId: reward.id,
    state: "held",
    points: reward.cost,
    returned: 0n,
    orderId: null,
    snapshot: rewardSnapshot(reward),
    code: newRedemptionCode(reward.kind),
    heldAt: at,
    expiresAt: expiryOfReward(reward, at, timezone),
    failure: null,
  };
}
