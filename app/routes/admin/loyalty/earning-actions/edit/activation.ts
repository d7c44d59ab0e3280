import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import type { EarningAction } from "#app/loyalty/earning/actions/earning-action.ts";
import {
  listEarningActions,
  switchEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import { parseAction, actionFormValues } from "../action-form.schema.ts";

/** POST: switches an earning action on, unless something that it needs is not set. DELETE: switches it off. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const actions = await listEarningActions(shop.id);
  const asked = idOfAddress(params);
  const { id } = orNotFound(actions.find((one) => one.id === asked));

  const isReady = (stored: EarningAction) =>
    !parseAction(actionFormValues(stored, shop.currency), id, shop.currency).errors;
  const by = { actor, at: now(), isReady };
  if (!(await switchEarningAction(shop.id, id, request.method === "POST", by)))
    throw new Response(null, { status: 422 });
  return null;
}
