import { type ActionFunctionArgs, json } from "@remix-run/node";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { idOfAddress } from "#app/http/address-id.schema.ts";
import { revokeApiKey } from "#app/integrations/api/api-keys.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";

import type { IntegrationReply } from "./use-integration.tsx";

/** POST: revokes a key, at once and for good. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOfAddress(params);
  const at = now();
  if (await revokeApiKey(shop.id, id, at)) {
    const subject = `api_key.${id}`;
    const state = { before: { working: true }, after: { working: false } };
    await auditSystems(shop.id, { actor, action: "api_key.revoked", subject, ...state }, at);
  }
  return json<IntegrationReply>({ saved: true });
}
