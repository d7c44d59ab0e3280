import { type ActionFunctionArgs, json } from "@remix-run/node";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { now } from "#app/ground/clock.server.ts";
import {
  listWebhookEndpoints,
  removeWebhookEndpoint,
} from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import type { IntegrationReply } from "./use-integration.tsx";

/** DELETE: takes an address away, with what waits to be sent to it. One that is gone already stays so. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const endpoint = (await listWebhookEndpoints(shop.id)).find(({ id }) => id === params["id"]);
  if (!endpoint) return json<IntegrationReply>({ saved: true });

  await removeWebhookEndpoint(shop.id, endpoint.id);
  const subject = `webhook.${endpoint.id}`;
  const state = { before: { on: endpoint.disabledAt === null }, after: null };
  await auditSystems(shop.id, { actor, action: "webhook.saved", subject, ...state }, now());
  return json<IntegrationReply>({ saved: true });
}
