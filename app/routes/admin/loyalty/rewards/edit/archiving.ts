import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { archiveReward, findReward, saveReward } from "#app/loyalty/rewards/rewards.server.ts";

/** POST: puts a reward away. DELETE: brings it back. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const reward = orNotFound(await findReward(shop.id, idOfAddress(params)));

  const by = { actor, at: now() };
  if (request.method === "DELETE")
    await saveReward(shop.id, reward.id, { ...reward, active: true }, by);
  else await archiveReward(shop.id, reward.id, by);
  return redirect("/app/loyalty/rewards");
}
