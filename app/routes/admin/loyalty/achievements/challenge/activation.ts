import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { switchChallenge } from "#app/loyalty/achievements/challenges.server.ts";

/** POST: switches a challenge on. DELETE: switches it off. One that is over stays as it is. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  const active = request.method === "POST";
  const { outcome } = await switchChallenge(shop.id, id, active, { actor, at: now() });
  if (outcome === "missing") throw new Response(null, { status: 404 });
  return null;
}
