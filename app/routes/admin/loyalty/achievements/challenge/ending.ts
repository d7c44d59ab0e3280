import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { endChallenge } from "#app/loyalty/achievements/challenges.server.ts";

/** POST: ends a challenge that runs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  const { outcome } = await endChallenge(shop.id, id, { actor, at: now() });
  if (outcome === "missing") throw new Response(null, { status: 404 });
  return redirect("/app/loyalty/achievements");
}
