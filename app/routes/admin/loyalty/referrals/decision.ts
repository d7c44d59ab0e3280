import type { ActionFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { textsOf } from "#app/http/request-body.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { decideReferral } from "#app/loyalty/referrals/decide-referral.server.ts";

const Decision = z.object({ id: z.uuid(), decision: z.enum(["approved", "rejected"]) });

/** POST: somebody has looked at a referral, and it counts or does not. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const form = await textsOf(request);
  const asked = Decision.safeParse({ ...form, id: params["id"] });
  if (!asked.success) throw new Response(null, { status: 400 });

  return json(await decideReferral(shop.id, { ...asked.data, actor }, now()));
}
