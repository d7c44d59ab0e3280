import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Badge, BlockStack, Card, InlineStack, Page, ProgressBar, Text } from "@shopify/polaris";
import { useId } from "react";

import type { BulkRun } from "#app/bulk/bulk-run.ts";
import { findBulk } from "#app/bulk/bulk-runs.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { ConfirmAction } from "#app/routes/admin/loyalty/confirm-action.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";

import { bulkTimeLeft, kinds, runInWords, states, workInWords } from "../copy.ts";
import { FailedCustomers } from "./failed-customers.tsx";

const POLL_EVERY_MS = 1_000;

export const meta = () => [{ title: "Bulk action · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const found = orNotFound(await findBulk(shop.id, idOfAddress(params)));
  return { ...found, now: now().toISOString() };
}

export default function BulkRunPage() {
  const { run, failed, now } = useLoaderData<typeof loader>();
  const formats = useFormats();
  const isOpen = run.endedAt === null;
  const { name, tone } = states[run.state];
  usePolling(isOpen, POLL_EVERY_MS);
  return (
    <Page
      title={kinds[run.work.kind]}
      titleMetadata={<Badge {...(tone && { tone })}>{name}</Badge>}
      backAction={{ content: "Customers", url: "/app/customers" }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <Text as="p" variant="bodyLg">
              {workInWords(run.work, run.total, formats)}
            </Text>
            {run.work.kind === "points" && (
              <Text as="p" tone="subdued" breakWord>
                Reason: {run.work.note}
              </Text>
            )}
            <div role="status">
              <Text as="p">{runInWords(run, formats)}</Text>
            </div>
            {isOpen && <UnderWay run={run} now={now} />}
          </BlockStack>
        </Card>
        {failed.length > 0 && <FailedCustomers failed={failed} count={run.problems} />}
      </BlockStack>
    </Page>
  );
}

function UnderWay({ run, now }: { run: BulkRun; now: string }) {
  const { number } = useFormats();
  const labelId = useId();
  const percent = run.total === 0 ? 0 : Math.floor((100 * run.customers) / run.total);
  const left = bulkTimeLeft(run, now);
  return (
    <BlockStack gap="300">
      <Text as="p" id={labelId} tone="subdued">
        {number(run.customers)} of {number(run.total)}
        {left && `, ${left}`}
      </Text>
      <ProgressBar progress={percent} size="small" ariaLabelledBy={labelId} animated={false} />
      <InlineStack>
        <ConfirmAction
          label="Stop"
          variant="secondary"
          title="Stop this bulk action?"
          confirm="Stop"
          method="post"
          action={`/app/customers/bulk/${run.id}/stop`}
        >
          {`What was done for ${number(run.customers)} of ${number(run.total)} customers stays. Nobody else gets it.`}
        </ConfirmAction>
      </InlineStack>
    </BlockStack>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
