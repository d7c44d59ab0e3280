import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { ReportEvent } from "#app/integrations/api/api.schema.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";

import { answerCall, customerOfCall, wrongMethod } from "./current-caller.server.ts";

export const loader = wrongMethod;

/** POST: something with a name happened to a customer. */
export async function action({ request }: ActionFunctionArgs) {
  return answerCall(request, ReportEvent, async ({ caller: { shop }, body, effectKey }) => {
    const customerId = await customerOfCall(shop.id, body.customer);
    // What is said of the future counts from now.
    const at = new Date(
      Math.min(now().getTime(), Date.parse(body.occurredAt ?? now().toISOString())),
    );
    const said = { customerId, kind: "custom" as const, name: body.name, sourceKey: effectKey, at };
    const result = await awardAction(shop.id, said);
    const points = result.outcome === "earned" ? Number(result.points) : 0;
    return { status: 200, body: { points } };
  });
}
