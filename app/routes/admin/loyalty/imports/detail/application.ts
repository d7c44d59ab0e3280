import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { applyImport } from "#app/loyalty/imports/imports.server.ts";

const IMPORTED_MEANWHILE =
  "The same file was imported after you checked this one. Check the file again to import it a second time.";

/** POST: gives the points of a file that was tried. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  const { done, reason } = await applyImport(shop.id, id, actor, now());
  return reason ? { done, why: IMPORTED_MEANWHILE } : { done };
}
