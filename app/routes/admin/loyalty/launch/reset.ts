import type { ActionFunctionArgs } from "@remix-run/node";

import { startAgain } from "#app/loyalty/launch/program-runs.server.ts";

import { answerChange } from "../answer-change.server.ts";

/** POST: takes all points back, and makes the program a draft again. */
export async function action({ request }: ActionFunctionArgs) {
  return answerChange(request, startAgain);
}
