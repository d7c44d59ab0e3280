import type { ActionFunctionArgs } from "@remix-run/node";

import { answerReturn } from "../shopper/answers.server.ts";
import { memberOfExtension } from "../shopper/current-shopper.server.ts";

/** POST /extension/redemptions/:id/return: a member gives an unused code back in their account. Another customer's is not there. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerReturn(await memberOfExtension(request), params["id"]);
}
