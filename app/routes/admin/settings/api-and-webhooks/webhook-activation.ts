import { type ActionFunctionArgs, json } from "@remix-run/node";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { now } from "#app/ground/clock.server.ts";
import {
  listWebhookEndpoints,
  switchWebhookEndpoint,
} from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import type { IntegrationReply } from "./use-integration.tsx";

/** POST: switches an address on. DELETE: switches it off; what happens meanwhile is not sent later. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const endpoint = (await listWebhookEndpoints(shop.id)).find(({ id }) => id === params["id"]);
  if (!endpoint) return json<IntegrationReply>({ saved: true });

  const at = now();
  const on = request.method === "POST";
  await switchWebhookEndpoint(shop.id, endpoint.id, on, at);
  const subject = `webhook.${endpoint.id}`;
  const state = { before: { on: endpoint.disabledAt === null }, after: { on } };
  await auditSystems(shop.id, { actor, action: "webhook.saved", subject, ...state }, at);
  return json<IntegrationReply>({ saved: true });
}
