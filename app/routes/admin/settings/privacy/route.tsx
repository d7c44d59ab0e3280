import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";

import { listPrivacyRequests } from "#app/customers/privacy/privacy-requests.server.ts";
import { env } from "#app/ground/env.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { DataKept } from "./data-kept.tsx";
import { PrivacyRequests } from "./privacy-requests.tsx";

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

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
