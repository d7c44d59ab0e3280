import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { GiveReward } from "#app/integrations/api/api.schema.ts";
import { problem } from "#app/integrations/api/problem.ts";
import { redemptionAnswer } from "#app/integrations/api/redemption-answer.ts";
import { giveReward } from "#app/loyalty/rewards/redemption/give-reward.server.ts";

import { answerCall, customerOfCall, wrongMethod } from "./current-caller.server.ts";

export const loader = wrongMethod;

/** POST: gives a customer a reward for no points. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerCall(request, GiveReward, async ({ caller: { shop, actor }, body, effectKey }) => {
    const customerId = await customerOfCall(shop.id, params["customer"]);
    const gift = { customerId, rewardId: body.rewardId, key: effectKey, at: now() };
    const given = await giveReward(shop.id, gift, actor);
    return given
      ? { status: 202, body: redemptionAnswer(given) }
      : problem(404, "reward_not_found");
  });
}
