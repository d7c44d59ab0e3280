import { type ActionFunctionArgs, json } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { textsOf } from "#app/http/request-body.server.ts";
import { previewLaunch } from "#app/loyalty/launch/program-runs.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parsePast } from "./form.schema.ts";

/** POST: starts to work out what launching with these past orders would do. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const form = await textsOf(request);
  const { past, errors } = parsePast(form, shop.timezone);
  if (errors) return json({ started: false, errors }, { status: 422 });
  const asked = await previewLaunch(shop.id, past, { actor, at: now() });
  return json({ started: asked.outcome === "started", errors: null });
}
