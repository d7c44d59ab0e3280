import { type ActionFunctionArgs, json } from "@remix-run/node";
import { z } from "zod";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { apiAccesses } from "#app/integrations/api/api-access.ts";
import { createApiKey } from "#app/integrations/api/api-keys.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { IntegrationReply } from "./use-integration.tsx";

const NewKey = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name, such as the system that uses the key.")
    .max(60, "Enter at most 60 characters."),
  access: z.enum(apiAccesses),
});

/** POST: makes a key. It is in the answer this once. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { data, error } = NewKey.safeParse(await jsonOf(request));
  if (error) return json<IntegrationReply>({ saved: false, errors: fieldErrors(error) }, 422);

  const at = now();
  const { id, key } = await createApiKey(shop.id, data, at);
  const subject = `api_key.${id}`;
  const state = { before: null, after: { access: data.access } };
  await auditSystems(shop.id, { actor, action: "api_key.created", subject, ...state }, at);
  return json<IntegrationReply>({ saved: true, secret: key });
}
