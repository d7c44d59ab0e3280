import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { showLeaderboard } from "#app/loyalty/achievements/leaderboard.server.ts";

/** POST: shows members a leaderboard. DELETE: shows them none. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  await showLeaderboard(shop.id, request.method === "POST", { actor, at: now() });
  return null;
}
