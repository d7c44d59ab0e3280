import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { setManualTier } from "#app/loyalty/tiers/manual-tiers.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parseManualTier } from "./manual-tier.schema.ts";

/** POST: puts a person into a tier by hand, or leaves it to what they earn again. Answers why not when it cannot be. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { asked } = parseManualTier(await jsonOf(request), shop.timezone);
  if (!asked) throw new Response(null, { status: 422 });
  const ask = { customerId: idOfAddress(params), ...asked };
  const set = await setManualTier(shop.id, ask, { actor, at: now() });
  return { refused: set.outcome === "refused" ? set.reason : null, ended: asked.tierId === null };
}
