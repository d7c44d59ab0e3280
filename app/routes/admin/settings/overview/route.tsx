import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Link, Page } from "@shopify/polaris";

import { backfillProgress } from "#app/analytics/home.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { countDeliveries } from "#app/ingest/deliveries.server.ts";
import { HistoryImportStatus, StartImport } from "#app/ui/layout/history-import.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { isRunning } from "#app/ui/copy/history-import.ts";
import { StatusBadge } from "#app/ui/layout/status-badge.tsx";
import { TitledCard } from "#app/ui/layout/titled-card.tsx";

const POLL_EVERY_MS = 2_000;

export const meta = () => [{ title: "Settings · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [deliveries, history] = await Promise.all([
    countDeliveries(shop.domain),
    backfillProgress(shop.id),
  ]);
  return { poison: deliveries.poison, history };
}

export default function Settings() {
  const { poison, history } = useLoaderData<typeof loader>();
  const { currency, timezone } = useShop();
  usePolling(isRunning(history), POLL_EVERY_MS);
  return (
    <Page title="Settings">
      <BlockStack gap="400">
        <TitledCard
          title={<Link url="/app/settings/deliveries">Deliveries from Shopify</Link>}
          aside={
            poison > 0 && <StatusBadge status="wrong">{`${poison} need attention`}</StatusBadge>
          }
          about="Everything that Shopify tells Encore about your shop, and whether it was understood."
        />
        <TitledCard
          title={<Link url="/app/settings/privacy">Data and privacy</Link>}
          about="What customers asked to see or to have erased, and how long Encore keeps what it knows."
        />
        <TitledCard
          title={<Link url="/app/settings/api-and-webhooks">API and webhooks</Link>}
          about="API keys for your other systems, and webhooks that tell them what happens."
        />
        <TitledCard title="Order history">
          <HistoryImportStatus job={history} />
          {history?.state === "done" && <StartImport label="Import again" />}
        </TitledCard>
        <TitledCard
          title="Money and time"
          about={`Amounts are in ${currency}, days and times in the time zone ${timezone.replaceAll("_", " ")}. Both follow your Shopify settings.`}
        />
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
