import type { ActionFunctionArgs } from "@remix-run/node";

import { answerRedeem } from "../shopper/answers.server.ts";
import { RedemptionAsk } from "../shopper/asks.schema.ts";
import { bodyOfProxy, memberOfProxy } from "../shopper/current-shopper.server.ts";

/** POST /apps/encore/redemptions: sets points aside for a reward and has it made. The same key is the same redemption. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfProxy(request);
  return answerRedeem(member, await bodyOfProxy(request, RedemptionAsk));
}
