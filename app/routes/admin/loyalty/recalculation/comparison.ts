import type { ActionFunctionArgs } from "@remix-run/node";

import { compareBalances } from "#app/loyalty/launch/recalculation.server.ts";

import { answerChange } from "../answer-change.server.ts";

/** POST: looks for balances that the program of today would change. */
export async function action({ request }: ActionFunctionArgs) {
  return answerChange(request, compareBalances);
}
