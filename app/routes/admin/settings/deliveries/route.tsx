import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, Page } from "@shopify/polaris";
import { z } from "zod";

import { countDeliveries, listDeliveries } from "#app/ingest/deliveries.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";

import { DeliveriesTable } from "./deliveries-table.tsx";
import { DeliveryTabs } from "./delivery-tabs.tsx";

const PAGE_SIZE = 50;
const POLL_EVERY_MS = 3_000;

const Query = z.object({
  state: z.enum(["received", "done", "unknown", "poison"]).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});

export const meta = () => [{ title: "Deliveries · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const [counts, deliveries] = await Promise.all([
    countDeliveries(shop.domain),
    listDeliveries(shop.domain, { ...query, limit: PAGE_SIZE }),
  ]);
  return { query, counts, deliveries };
}

export default function Deliveries() {
  const { query, counts, deliveries } = useLoaderData<typeof loader>();
  usePolling(
    deliveries.rows.some(({ state }) => state === "received"),
    POLL_EVERY_MS,
  );
  return (
    <Page
      fullWidth
      title="Deliveries"
      subtitle="What Shopify told Encore, latest first."
      backAction={{ content: "Settings", url: "/app/settings" }}
    >
      <Card padding="0">
        <DeliveryTabs state={query.state} counts={counts} />
        <DeliveriesTable
          deliveries={deliveries}
          state={query.state}
          paged={Boolean(query.before)}
        />
      </Card>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
