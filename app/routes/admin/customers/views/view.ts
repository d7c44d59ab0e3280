import { type ActionFunctionArgs, json } from "@remix-run/node";

import { changeView, deleteView } from "#app/customers/list/views.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { ViewForm } from "./view.schema.ts";

/** PATCH: changes a view's name, or what it shows. DELETE: takes it away. */
export async function action({ request, params }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  const id = idOfAddress(params);
  if (request.method === "DELETE") {
    await deleteView(shop.id, id);
    return json({ id });
  }
  const form = ViewForm.partial().safeParse(await jsonOf(request));
  const saved = form.success && (await changeView(shop.id, id, form.data));
  if (!saved) return json({ why: "Choose a name that no other view has." }, { status: 422 });
  return json({ id });
}
