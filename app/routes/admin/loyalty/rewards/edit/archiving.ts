import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { archiveReward, findReward, unarchiveReward } from "#app/loyalty/rewards/rewards.server.ts";

/** POST: puts a reward away. DELETE: brings it back. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const reward = orNotFound(await findReward(shop.id, idOfAddress(params)));

  const change = request.method === "DELETE" ? unarchiveReward : archiveReward;
  await change(shop.id, reward.id, { actor, at: now() });
  return redirect("/app/loyalty/rewards");
}
