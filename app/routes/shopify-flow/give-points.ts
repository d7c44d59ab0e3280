import type { ActionFunctionArgs } from "@remix-run/node";

import { FlowActions } from "#app/integrations/shopify-flow/flow-action.schema.ts";

import { answerPoints, flowCall } from "./current-workflow.server.ts";

/** POST, by Shopify Flow: gives points to a customer. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, customerId, sent } = await flowCall(request, FlowActions["give-points"]);
  const { points, note } = sent.properties;
  return answerPoints(shop.id, { customerId, points: points, note, runId: sent.action_run_id });
}
