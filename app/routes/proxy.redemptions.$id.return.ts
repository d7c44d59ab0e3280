import type { ActionFunctionArgs } from "@remix-run/node";

import { memberOfProxy } from "#app/current-shopper.server.ts";
import { answerReturn } from "#app/shopper-answers.server.ts";

/** POST /apps/encore/redemptions/:id/return: a member would rather have the points of an unused code. Another customer's is not there. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerReturn(await memberOfProxy(request), params["id"]);
}
