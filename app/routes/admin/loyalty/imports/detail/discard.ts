import { type ActionFunctionArgs, redirect } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { discardImport } from "#app/loyalty/imports/imports.server.ts";

/** POST: drops a file that was tried. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  await discardImport(shop.id, id, actor, now());
  return redirect("/app/loyalty/imports");
}
