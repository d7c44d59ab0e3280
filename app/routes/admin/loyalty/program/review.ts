import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { keepSuggestedRule } from "#app/routes/admin/home/setup-guide.server.ts";

/** POST: the merchant looked at the earning rule, and it may stay as it is. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await keepSuggestedRule(shop.id, now());
  return { reviewed: true };
}
