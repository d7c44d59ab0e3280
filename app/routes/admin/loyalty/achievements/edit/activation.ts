import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { switchAchievement } from "#app/loyalty/achievements/achievements.server.ts";

/** POST: switches an achievement on. DELETE: switches it off. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });

  const active = request.method === "POST";
  const { outcome } = await switchAchievement(shop.id, id.data, active, { actor, at: now() });
  if (outcome === "missing") throw new Response(null, { status: 404 });
  return null;
}
