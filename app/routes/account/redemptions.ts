import type { ActionFunctionArgs } from "@remix-run/node";

import { answerRedeem } from "../shopper/answers.server.ts";
import { RedemptionAsk } from "../shopper/asks.schema.ts";
import { bodyOfProxy, memberOfExtension } from "../shopper/current-shopper.server.ts";

/** POST /extension/redemptions: a member redeems in their account. The same key is the same redemption. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfExtension(request);
  return answerRedeem(member, await bodyOfProxy(request, RedemptionAsk));
}
