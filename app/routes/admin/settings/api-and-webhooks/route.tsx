import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { customerNames } from "#app/customers/customer-names.server.ts";
import { listApiKeys } from "#app/integrations/api/api-keys.server.ts";
import { listUnconfirmedTriggers } from "#app/integrations/shopify-flow/unconfirmed-triggers.server.ts";
import { listWebhookEndpoints } from "#app/integrations/webhooks/webhook-endpoints.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { ApiKeys } from "./api-keys.tsx";
import { UnconfirmedTriggers } from "./unconfirmed-triggers.tsx";
import { WebhookAddresses } from "./webhook-addresses.tsx";

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
