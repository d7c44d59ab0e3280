import { type ActionFunctionArgs, json } from "@remix-run/node";

import { stopBulk } from "#app/bulk/bulk-runs.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

/** POST: stops a run; what was done stays. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const stopped = await stopBulk(shop.id, idOfAddress(params), { actor, at: now() });
  return stopped ? json(null) : json({ why: "It had ended already." }, { status: 409 });
}
