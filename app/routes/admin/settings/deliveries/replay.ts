import type { ActionFunctionArgs } from "@remix-run/node";

import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { replayDelivery } from "#app/ingest/deliveries.server.ts";

/** POST: tries a delivery once more from its stored bytes. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const id = idOfAddress(params);
  return { replayed: await replayDelivery(shop.domain, id) };
}
