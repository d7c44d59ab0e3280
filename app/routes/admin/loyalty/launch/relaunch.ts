import type { ActionFunctionArgs } from "@remix-run/node";

import { relaunchProgram } from "#app/loyalty/launch/program-runs.server.ts";

import { answerChange } from "../answer-change.server.ts";

/** POST: ends a pause. */
export async function action({ request }: ActionFunctionArgs) {
  return answerChange(request, relaunchProgram);
}
