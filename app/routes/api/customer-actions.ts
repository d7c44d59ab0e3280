import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { ReportAction } from "#app/integrations/api/api.schema.ts";
import { hashOfChosen } from "#app/integrations/api/chosen-keys.server.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";

import { answerCall, customerOfCall, wrongMethod } from "./current-caller.server.ts";

export const loader = wrongMethod;

/** POST: a customer did something that earns points. */
export async function action({ request, params }: ActionFunctionArgs) {
  return answerCall(request, ReportAction, async ({ caller: { shop }, body, effectKey }) => {
    const customerId = await customerOfCall(shop.id, params["customer"]);
    const { kind, name, photo = false, sourceId } = body;
    const said = { customerId, kind, name, photo, at: now() };
    // As it was kept before it was hashed.
    const formerKey = sourceId;
    const sourceKey =
      sourceId === undefined ? effectKey : `source.${hashOfChosen(shop.id, sourceId)}`;
    const result = await awardAction(shop.id, { ...said, sourceKey, formerKey });
    const points = result.outcome === "earned" ? Number(result.points) : 0;
    return { status: 200, body: { points } };
  });
}
