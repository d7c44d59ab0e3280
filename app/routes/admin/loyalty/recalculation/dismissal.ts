import type { ActionFunctionArgs } from "@remix-run/node";

import { idOfAddress } from "#app/http/address-id.schema.ts";
import { keepBalances } from "#app/loyalty/launch/recalculation.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** POST: leaves the balances that this comparison has listed as they are. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await keepBalances(shop.id, idOfAddress(params));
  return { kept: true };
}
