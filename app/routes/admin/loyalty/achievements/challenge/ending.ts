import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { endChallenge } from "#app/loyalty/achievements/challenges.server.ts";

/** POST: ends a challenge that runs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });

  const { outcome } = await endChallenge(shop.id, id.data, { actor, at: now() });
  if (outcome === "missing") throw new Response(null, { status: 404 });
  return redirect("/app/loyalty/achievements");
}
