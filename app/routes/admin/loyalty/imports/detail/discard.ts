import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { discardImport } from "#app/loyalty/imports/imports.server.ts";

/** POST: drops a file that was tried. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });

  await discardImport(shop.id, id.data, actor, now());
  return redirect("/app/loyalty/imports");
}
