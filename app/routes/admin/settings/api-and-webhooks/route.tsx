import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { auditSystems } from "#app/audit/audit-systems.server.ts";
import { customerNames } from "#app/customers/customer-names.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "#app/integrations/api/api-keys.server.ts";
import { listUnconfirmedTriggers } from "#app/integrations/shopify-flow/unconfirmed-triggers.server.ts";
import {
  addWebhookEndpoint,
  listWebhookEndpoints,
  removeWebhookEndpoint,
  switchWebhookEndpoint,
} from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { fieldErrors } from "#app/ui/forms/form-fields.schema.ts";

import { ApiKeys } from "./api-keys.tsx";
import { type IntegrationReply, IntegrationIntent } from "./integration-intent.schema.ts";
import { UnconfirmedTriggers } from "./unconfirmed-triggers.tsx";
import { WebhookAddresses } from "./webhook-addresses.tsx";
import { webhookProblemInWords } from "./webhooks-copy.ts";

export const meta = () => [{ title: "API and webhooks · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [keys, addresses, starts] = await Promise.all([
    listApiKeys(shop.id),
    listWebhookEndpoints(shop.id),
    listUnconfirmedTriggers(shop.id),
  ]);
  const names = await customerNames(
    shop.id,
    starts.map(({ customerId }) => customerId),
  );
  return { keys, addresses, starts, names };
}

/** POST: makes or revokes a key; adds, switches or removes an address. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const parsed = IntegrationIntent.safeParse(await request.json());
  if (!parsed.success)
    return json<IntegrationReply>({ done: null, errors: fieldErrors(parsed.error) }, 422);
  const reply = await grant(shop.id, parsed.data, actor, now());
  return json<IntegrationReply>(reply, reply.done ? 200 : 422);
}

async function grant(
  shopId: string,
  asked: IntegrationIntent,
  actor: string,
  at: Date,
): Promise<IntegrationReply> {
  const done = { done: asked.intent, errors: {} };
  if (asked.intent === "make_key") {
    const { name, access } = asked;
    const { id, key } = await createApiKey(shopId, { name, access }, at);
    const after = { access };
    const subject = `api_key.${id}`;
    await auditSystems(shopId, { actor, action: "api_key.made", subject, before: null, after }, at);
    return { ...done, secret: key };
  }
  if (asked.intent === "revoke_key") {
    if (!(await revokeApiKey(shopId, asked.id, at))) return done;
    const state = { before: { working: true }, after: { working: false } };
    const subject = `api_key.${asked.id}`;
    await auditSystems(shopId, { actor, action: "api_key.revoked", subject, ...state }, at);
    return done;
  }
  if (asked.intent === "add_address") return addAddress(shopId, asked, actor, at);

  const before = (await listWebhookEndpoints(shopId)).find(({ id }) => id === asked.id);
  if (!before) return done;
  if (asked.intent === "remove_address") await removeWebhookEndpoint(shopId, asked.id);
  else await switchWebhookEndpoint(shopId, asked.id, asked.on, at);
  const after = asked.intent === "remove_address" ? null : { on: asked.on };
  const was = { on: before.disabledAt === null };
  const subject = `webhook.${asked.id}`;
  await auditSystems(shopId, { actor, action: "webhook.saved", subject, before: was, after }, at);
  return done;
}

async function addAddress(
  shopId: string,
  { intent, url, topics }: Extract<IntegrationIntent, { intent: "add_address" }>,
  actor: string,
  at: Date,
): Promise<IntegrationReply> {
  const added = await addWebhookEndpoint(shopId, { url, topics }, at);
  if (added.outcome === "refused") {
    const errors: IntegrationReply["errors"] =
      added.problem === "no_topics"
        ? { topics: "Choose at least one thing to tell." }
        : { url: webhookProblemInWords(added.problem) };
    return { done: null, errors };
  }
  // The address itself may hold a key: it does not stand in the log.
  const after = { on: true, topics };
  const subject = `webhook.${added.id}`;
  await auditSystems(shopId, { actor, action: "webhook.saved", subject, before: null, after }, at);
  return { done: intent, secret: added.secret, errors: {} };
}

export default function OtherSystems() {
  const { keys, addresses, starts, names } = useLoaderData<typeof loader>();
  return (
    <Page title="API and webhooks" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <ApiKeys keys={keys} />
        <WebhookAddresses addresses={addresses} />
        <UnconfirmedTriggers starts={starts} names={names} />
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
