import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Card, InlineStack, Link, Page, Text } from "@shopify/polaris";
import type { ReactNode } from "react";

import { backfillProgress } from "#app/analytics/home.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { countDeliveries } from "#app/ingest/deliveries.server.ts";
import { HistoryImportStatus, StartImport } from "#app/ui/layout/history-import.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { isRunning } from "#app/ui/copy/history-import.ts";
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
        <Topic
          title={<Link url="/app/settings/deliveries">Deliveries from Shopify</Link>}
          aside={poison > 0 && <Badge tone="critical">{`${poison} need attention`}</Badge>}
        >
          Everything that Shopify tells Encore about your shop, and whether it was understood.
        </Topic>
        <Topic title={<Link url="/app/settings/privacy">Data and privacy</Link>}>
          What customers asked to see or to have erased, and how long Encore keeps what it knows.
        </Topic>
        <Topic title={<Link url="/app/settings/api-and-webhooks">API and webhooks</Link>}>
          API keys for your other systems, and webhooks that tell them what happens.
        </Topic>
        <TitledCard title="Order history">
          <HistoryImportStatus job={history} />
          {history?.state === "done" && <StartImport label="Import again" />}
        </TitledCard>
        <Topic title="Money and time">
          {`Amounts are in ${currency}, days and times in the time zone ${timezone.replaceAll("_", " ")}. Both follow your Shopify settings.`}
        </Topic>
      </BlockStack>
    </Page>
  );
}

type TopicProps = { title: ReactNode; aside?: ReactNode; children: ReactNode };

function Topic({ title, aside, children }: TopicProps) {
  return (
    <Card>
      <BlockStack gap="100">
        <InlineStack align="space-between" gap="200">
          <Text as="h2" variant="headingMd">
            {title}
          </Text>
          {aside}
        </InlineStack>
        <Text as="p" tone="subdued">
          {children}
        </Text>
      </BlockStack>
    </Card>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
