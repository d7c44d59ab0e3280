import { type ActionFunctionArgs, json } from "@remix-run/node";

import { textsOf } from "#app/http/request-body.server.ts";
import { launchProgram } from "#app/loyalty/launch/program-runs.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { answerChange } from "../answer-change.server.ts";
import { parsePast } from "./form.schema.ts";

/** POST: launches the program with these past orders, as it was when `version` of it was looked at. */
export async function action({ request }: ActionFunctionArgs) {
  const { timezone } = await currentShop(request);
  const form = await textsOf(request.clone());
  const { past, errors } = parsePast(form, timezone);
  if (errors) return json({ why: "Choose which past orders count." }, { status: 422 });
  const seen = form["version"] === undefined ? null : Number(form["version"]);
  return answerChange(request, (shopId, by) => launchProgram(shopId, past, by, seen));
}
