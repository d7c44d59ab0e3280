import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import {
  listEarningActions,
  saveEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parseAction, actionFormValues } from "../action-form.schema.ts";

/** POST: switches an earning action on, unless something that it needs is not set. DELETE: switches it off. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const earningAction = (await listEarningActions(shop.id)).find(({ id }) => id === params["id"]);
  if (!earningAction) throw new Response(null, { status: 404 });

  const active = request.method === "POST";
  const { errors } = parseAction(
    actionFormValues(earningAction, shop.currency),
    earningAction.id,
    shop.currency,
  );
  if (active && errors) throw new Response(null, { status: 422 });
  await saveEarningAction(shop.id, { ...earningAction, active }, now(), actor);
  return null;
}
