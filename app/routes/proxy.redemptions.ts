import type { ActionFunctionArgs } from "@remix-run/node";

import { bodyOfProxy, memberOfProxy } from "#app/current-shopper.server.ts";
import { answerRedeem } from "#app/shopper-answers.server.ts";
import { RedemptionAsk } from "#app/shopper.schema.ts";

/** POST /apps/encore/redemptions: sets points aside for a reward and has it made. The same key is the same redemption. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfProxy(request);
  return answerRedeem(member, await bodyOfProxy(request, RedemptionAsk));
}
