import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { replayDelivery } from "#app/ingest/deliveries.server.ts";

/** POST: tries a delivery once more from its stored bytes. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });

  return { replayed: await replayDelivery(shop.domain, id.data) };
}
