import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { excludeCustomer, includeCustomer } from "#app/loyalty/exclude-customer.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

const Intent = z.object({ excluded: z.boolean() });

/** POST: excludes a person from the program, or lets them take part again. Answers why not when it cannot be. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const intent = Intent.safeParse(await jsonOf(request));
  if (!intent.success) throw new Response(null, { status: 422 });
  const { excluded } = intent.data;
  const change = excluded ? excludeCustomer : includeCustomer;
  const changed = await change(shop.id, idOfAddress(params), { actor, at: now() });
  return { refused: changed.outcome === "refused" ? changed.reason : null, excluded };
}
