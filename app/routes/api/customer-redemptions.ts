import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { Retry } from "#app/ground/retry.ts";
import { RedeemReward } from "#app/integrations/api/api.schema.ts";
import { problem } from "#app/integrations/api/problem.ts";
import { redemptionAnswer } from "#app/integrations/api/redemption-answer.ts";
import { ClientKeyReused, redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";

import { answerCall, customerOfCall, wrongMethod } from "./current-caller.server.ts";

export const loader = wrongMethod;

/** POST: turns a customer's points into a reward. It is being made when this answers: ask for the redemption again. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerCall(request, RedeemReward, async ({ caller: { shop }, body, effectKey }) => {
    const customerId = await customerOfCall(shop.id, params["customer"]);
    const cartMinor = body.cartMinor === undefined ? null : BigInt(body.cartMinor);
    const ask = { customerId, rewardId: body.rewardId, clientKey: effectKey, cartMinor, at: now() };
    try {
      const result = await redeem(shop.id, ask);
      if (result.outcome === "held")
        return { status: 202, body: redemptionAnswer(result.redemption) };
      return problem(409, result.reason.code);
    } catch (error) {
      if (error instanceof ClientKeyReused) return problem(422, "idempotency_key_reused");
      if (error instanceof Retry) return problem(503, "busy");
      throw error;
    }
  });
}
