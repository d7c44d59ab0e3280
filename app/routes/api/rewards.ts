import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import type { Reward } from "#app/integrations/api/api.schema.ts";
import type { Reward as OwnReward } from "#app/loyalty/rewards/reward.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";

import { answerRead } from "./current-caller.server.ts";

/** GET: the rewards that points can be turned into, those that are switched on. */
export async function loader({ request }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }) => {
    const rewards = await listRewards(shop.id, now());
    return { rewards: rewards.filter(({ active }) => active).map(answerOf) };
  });
}

function answerOf(reward: OwnReward): Reward {
  const number = (minor: bigint | null) => (minor === null ? null : Number(minor));
  return {
    id: reward.id,
    name: reward.name,
    kind: reward.kind,
    cost: Number(reward.cost),
    amountMinor: number(reward.amountMinor),
    percentBps: reward.percentBps,
    minimumMinor: number(reward.minimumMinor),
    tierIds: [...reward.tierIds],
  };
}
