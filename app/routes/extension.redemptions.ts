import type { ActionFunctionArgs } from "@remix-run/node";

import { bodyOfProxy, memberOfExtension } from "#app/current-shopper.server.ts";
import { answerRedeem } from "#app/shopper-answers.server.ts";
import { RedemptionAsk } from "#app/shopper.schema.ts";

/** POST /extension/redemptions: a member redeems in their account. The same key is the same redemption. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfExtension(request);
  return answerRedeem(member, await bodyOfProxy(request, RedemptionAsk));
}
