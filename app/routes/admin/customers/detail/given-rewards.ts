import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { wakeSoon } from "#app/ground/queues.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { giveReward } from "#app/loyalty/rewards/redemption/give-reward.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

const Gift = z.object({
  rewardId: z.uuid(),
  /** Made with the form: sent again, it is the same reward. */
  clientKey: z.uuid(),
});

/** POST: gives a person a reward for no points. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const asked = Gift.safeParse(await jsonOf(request));
  if (!asked.success) throw new Response(null, { status: 422 });
  const { rewardId, clientKey } = asked.data;
  const gift = { customerId: idOfAddress(params), rewardId, key: `form.${clientKey}`, at: now() };
  const given = await giveReward(shop.id, gift, actor);
  // The merchant watches it being made.
  if (given) wakeSoon("drain-reactions");
  return { given: given?.name ?? null };
}
