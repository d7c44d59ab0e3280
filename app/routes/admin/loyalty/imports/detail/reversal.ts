import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { reverseImport } from "#app/loyalty/imports/imports.server.ts";

/** POST: takes everything that a file gave or took back. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = z.uuid().safeParse(params["id"]);
  if (!id.success) throw new Response(null, { status: 404 });

  return reverseImport(shop.id, id.data, actor, now());
}
