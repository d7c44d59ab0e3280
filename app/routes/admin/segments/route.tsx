import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { TargetIcon } from "@shopify/polaris-icons";

import { listCustomers } from "#app/customers/list/customers.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { namedSegments, rfmGrid, segmentDays } from "#app/segments/segments-overview.server.ts";
import { RunNowButton, useRunNow } from "#app/ui/forms/run-now-button.tsx";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";

import { currentShop } from "../current-shop.server.ts";
import { PurchaseRhythm } from "./purchase-rhythm.tsx";
import { LatestCustomers } from "./latest-customers.tsx";
import { RfmGrid } from "./rfm-grid.tsx";
import { SegmentSizes } from "./segment-sizes.tsx";
import { SegmentsTable } from "./segments-table.tsx";

const DAYS_DRAWN = 365;
const SCORING = { action: "/app/segments/scoring", label: "Score customers now" };

export const meta = () => [{ title: "Segments · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [grid, segments, days] = await Promise.all([
    rfmGrid(shop.id),
    namedSegments(shop.id),
    segmentDays(shop, new Date(now().getTime() - DAYS_DRAWN * DAY_MS)),
  ]);
  if (!grid.tooFew) return { ...grid, segments, days, latest: [] };

  const latest = { sort: "last_order", direction: "desc", limit: grid.tooFew.of } as const;
  const { rows } = await listCustomers(shop.id, latest);
  return {
    ...grid,
    segments,
    days,
    latest: rows.filter(({ lastOrderAt }) => lastOrderAt !== null),
  };
}

export default function Segments() {
  const { cells, segments, days, runAt, thresholds, intervals, tooFew, latest } =
    useLoaderData<typeof loader>();
  const { dateTime } = useFormats();
  const run = useRunNow(runAt);

  if (runAt === null) {
    return (
      <Page title="Segments">
        <Card>
          <EmptyNote
            icon={TargetIcon}
            heading="Your customers have not been compared yet"
            action={<RunNowButton {...SCORING} primary run={run} />}
          >
            Every night Encore looks at when each customer last ordered, how often and for how much,
            and sorts them into groups that behave alike. It also does so after your history is
            imported.
          </EmptyNote>
        </Card>
      </Page>
    );
  }
  return (
    <Page
      title="Segments"
      subtitle={`As of ${dateTime(runAt)}. Renewed every night.`}
      primaryAction={<RunNowButton {...SCORING} run={run} />}
    >
      <BlockStack gap="400">
        <SettlingNotice />
        {tooFew ? (
          <LatestCustomers customers={latest} fewest={tooFew.of} />
        ) : (
          <>
            <RfmGrid cells={cells} thresholds={thresholds} />
            <SegmentsTable segments={segments} />
            <SegmentSizes days={days} />
          </>
        )}
        {intervals && <PurchaseRhythm intervals={intervals} />}
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
