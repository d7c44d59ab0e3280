import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import {
  type NoReturn,
  returnReward,
} from "#app/loyalty/rewards/redemption/return-reward.server.ts";

import { redemptionFacts } from "./answers.server.ts";
import { memberOf, shopperAnswer } from "./current-shopper.server.ts";
import { forForms } from "./form-answers.server.ts";

const refusals: Record<NoReturn, number> = {
  not_found: 404,
  not_ready: 409,
  used: 409,
  over: 409,
  given: 422,
};

/**
 * POST …/redemptions/:id/return: a member would rather have the points of an unused code. They follow as soon as Shopify honours
 * it no longer. Asking twice is the same as once; another customer's is not there.
 */
export const action = forForms(async ({ request, params }) => {
  const member = await memberOf(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) return shopperAnswer({ error: "not_found" }, 404);

  const intent = { customerId: member.customerId, redemptionId: id.data, at: now() };
  const returned = await returnReward(member.shop.id, intent);
  const facts = await redemptionFacts(member, id.data);
  if (returned.outcome === "returning") return shopperAnswer({ ...facts });
  const { reason } = returned;
  return shopperAnswer({ ...facts, error: reason }, refusals[reason]);
});
