import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { returnByHand } from "#app/loyalty/rewards/redemption/return-reward.server.ts";

const Params = z.object({ id: z.uuid(), redemptionId: z.uuid() });

/** POST: takes a person's unused reward back; what it cost follows. Answers why not when it cannot be done. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const asked = Params.safeParse(params);
  if (!asked.success) throw new Response(null, { status: 404 });
  const { id: customerId, redemptionId } = asked.data;
  return returnByHand(shop.id, { customerId, redemptionId, at: now() }, actor);
}
