import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { reverseImport } from "#app/loyalty/imports/imports.server.ts";

/** POST: takes everything that a file gave or took back. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  return reverseImport(shop.id, id, actor, now());
}
