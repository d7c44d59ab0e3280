import type { ActionFunctionArgs } from "@remix-run/node";

import { answerReturn } from "../shopper/answers.server.ts";
import { memberOfProxy } from "../shopper/current-shopper.server.ts";

/** POST /apps/encore/redemptions/:id/return: a member would rather have the points of an unused code. Another customer's is not there. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerReturn(await memberOfProxy(request), params["id"]);
}
