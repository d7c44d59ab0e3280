import { type ActionFunctionArgs, json } from "@remix-run/node";
import { z } from "zod";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { jsonOf } from "#app/http/request-body.server.ts";
import { outgoingTopics } from "#app/integrations/webhooks/outgoing-topics.ts";
import { addWebhookEndpoint } from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import type { IntegrationReply } from "./use-integration.tsx";
import { webhookProblemInWords } from "./webhooks-copy.ts";

const NO_TOPICS = "Choose at least one event.";

const NewWebhook = z.object({
  url: z.string().trim().min(1, "Enter the address.").max(2_000, "Enter a shorter address."),
  topics: z.array(z.enum(outgoingTopics)).min(1, NO_TOPICS),
});

/** POST: adds an address. Its secret is in the answer this once. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { data, error } = NewWebhook.safeParse(await jsonOf(request));
  if (error) return json<IntegrationReply>({ saved: false, errors: fieldErrors(error) }, 422);

  const at = now();
  const added = await addWebhookEndpoint(shop.id, data, at);
  if (added.outcome === "refused") {
    const { problem } = added;
    const errors: Record<string, string> =
      problem === "no_topics" ? { topics: NO_TOPICS } : { url: webhookProblemInWords(problem) };
    return json<IntegrationReply>({ saved: false, errors }, 422);
  }
  // The address itself may hold a key: it does not stand in the log.
  const state = { before: null, after: { on: true, topics: data.topics } };
  const subject = `webhook.${added.id}`;
  await auditSystems(shop.id, { actor, action: "webhook.saved", subject, ...state }, at);
  return json<IntegrationReply>({ saved: true, secret: added.secret });
}
