import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import {
  listEarningActions,
  saveEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parseAction, actionFormValues } from "../action-form.schema.ts";

/** POST: switches a way on, unless something that it needs is not set. DELETE: switches it off. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const way = (await listEarningActions(shop.id)).find(({ id }) => id === params["id"]);
  if (!way) throw new Response(null, { status: 404 });

  const active = request.method === "POST";
  const { errors } = parseAction(actionFormValues(way, shop.currency), way.id, shop.currency);
  if (active && errors) throw new Response(null, { status: 422 });
  await saveEarningAction(shop.id, { ...way, active }, now(), actor);
  return null;
}
