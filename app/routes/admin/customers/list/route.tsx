import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Card, Page } from "@shopify/polaris";
import { PersonIcon, SearchIcon } from "@shopify/polaris-icons";

import { listCustomers } from "#app/customers/list/customers.server.ts";
import { listViews } from "#app/customers/list/views.server.ts";
import { areCompared } from "#app/segments/segments-overview.server.ts";
import { recentBulk } from "#app/bulk/bulk-runs.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { usePolling } from "#app/ui/hooks/use-polling.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";

import { BulkBanner } from "./bulk-banner.tsx";
import { CustomersFilters } from "./customers-filters.tsx";
import { isNarrowed, parseCustomersQuery } from "./customers-query.schema.ts";
import { CustomersTable } from "./customers-table.tsx";
import { ListTools } from "./list-tools.tsx";
import { ViewTabs } from "./view-tabs.tsx";

const PAGE_SIZE = 50;
const POLL_EVERY_MS = 2_000;
/** How long the list says how something ended that was done about many. */
const BULK_TOLD_MS = 10 * 60_000;

export const meta = () => [{ title: "Customers · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = parseCustomersQuery(new URL(request.url).searchParams);
  const since = new Date(now().getTime() - BULK_TOLD_MS);
  const [page, bulk, views, isCompared] = await Promise.all([
    listCustomers(shop.id, { ...query, limit: PAGE_SIZE }),
    recentBulk(shop.id, since),
    listViews(shop.id),
    areCompared(shop.id),
  ]);
  return { query, page, bulk, views, isCompared };
}

export default function Customers() {
  const { query: asked, page, bulk, views, isCompared } = useLoaderData<typeof loader>();
  // While too few have ordered nobody is in a segment.
  const columns = asked.columns.filter((name) => isCompared || name !== "segment");
  const query = { ...asked, columns };
  usePolling(
    bulk.some(({ endedAt }) => endedAt === null),
    POLL_EVERY_MS,
  );
  const { number } = useFormats();
  const { count, exact } = page.total;
  const narrowed = isNarrowed(query);
  const people = count === 1 ? "person" : "people";

  return (
    <Page
      fullWidth
      title="Customers"
      subtitle={`${exact ? "" : "About "}${number(count)} ${people}${narrowed ? " found" : ""}`}
      {...(page.rows.length > 0 && {
        secondaryActions: <ListTools query={query} isCompared={isCompared} />,
      })}
    >
      <BlockStack gap="400">
        <SettlingNotice />
        {bulk.map((run) => (
          <BulkBanner key={run.id} run={run} />
        ))}
        <Card padding="0">
          {(page.rows.length > 0 || narrowed) && (
            <>
              <ViewTabs views={views} query={asked} />
              <CustomersFilters query={query} isCompared={isCompared} />
            </>
          )}
          {page.rows.length > 0 ? (
            <CustomersTable key={JSON.stringify(query)} page={page} query={query} />
          ) : narrowed ? (
            <EmptyNote icon={SearchIcon} heading="Nobody fits this search">
              Try fewer filters, the beginning of a name or an email address, a whole phone number,
              an order number such as #1001, a discount or referral code, or a customer ID of
              Shopify.
            </EmptyNote>
          ) : (
            <EmptyNote icon={PersonIcon} heading="Your customers will be listed here">
              Everyone who orders appears within a moment, guests too.
            </EmptyNote>
          )}
        </Card>
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
