import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { currentShop } from "#app/current-shop.server.ts";
import { listPrivacyRequests } from "#app/customers/privacy-requests.server.ts";
import { env } from "#app/env.server.ts";
import { DataKept } from "#app/ui/data-kept.tsx";
import { PrivacyRequests } from "#app/ui/privacy-requests.tsx";

export const meta = () => [{ title: "Data and privacy · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  return {
    requests: await listPrivacyRequests(shop.id),
    deliveryDays: env.DELIVERY_RETENTION_DAYS,
  };
}

export default function Privacy() {
  const { requests, deliveryDays } = useLoaderData<typeof loader>();
  return (
    <Page title="Data and privacy" backAction={{ content: "Settings", url: "/app/settings" }}>
      <BlockStack gap="400">
        <PrivacyRequests requests={requests} />
        <DataKept deliveryDays={deliveryDays} />
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/page-error.tsx";
