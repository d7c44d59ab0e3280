import type { ActionFunctionArgs } from "@remix-run/node";

import { pauseProgram } from "#app/loyalty/launch/program-runs.server.ts";

import { answerChange } from "../answer-change.server.ts";

/** POST: pauses the program. */
export async function action({ request }: ActionFunctionArgs) {
  return answerChange(request, pauseProgram);
}
