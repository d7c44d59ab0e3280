import { type ActionFunctionArgs, json } from "@remix-run/node";

import { addView } from "#app/customers/list/views.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { ViewForm } from "./view.schema.ts";

/** POST: saves how the list is looked at, under a name. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const form = ViewForm.safeParse(await jsonOf(request));
  const id = form.success ? await addView(shop.id, form.data, now()) : null;
  if (id === null) return json({ why: "Choose a name that no other view has." }, { status: 422 });
  return json({ id });
}
