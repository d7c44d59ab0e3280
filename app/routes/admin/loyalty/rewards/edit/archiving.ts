import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { archiveReward, findReward, saveReward } from "#app/loyalty/rewards/rewards.server.ts";

/** POST: puts a reward away. DELETE: brings it back. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = z.uuid().safeParse(params["id"]);
  const reward = id.success ? await findReward(shop.id, id.data) : null;
  if (!reward) throw new Response(null, { status: 404 });

  const by = { actor, at: now() };
  if (request.method === "DELETE")
    await saveReward(shop.id, reward.id, { ...reward, active: true }, by);
  else await archiveReward(shop.id, reward.id, by);
  return redirect("/app/loyalty/rewards");
}
