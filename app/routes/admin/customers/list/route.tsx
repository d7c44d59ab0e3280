import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card, Page } from "@shopify/polaris";
import { PersonIcon, SearchIcon } from "@shopify/polaris-icons";

import { listCustomers } from "#app/customers/list/customers.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { useFormats } from "#app/ui/hooks/shop.tsx";
import { EmptyNote } from "#app/ui/layout/empty-note.tsx";

import { CustomersFilters } from "./customers-filters.tsx";
import { type CustomersQuery, parseCustomersQuery } from "./customers-query.schema.ts";
import { CustomersTable } from "./customers-table.tsx";

const PAGE_SIZE = 50;

export const meta = () => [{ title: "Customers · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = parseCustomersQuery(new URL(request.url).searchParams);
  return { query, page: await listCustomers(shop.id, { ...query, limit: PAGE_SIZE }) };
}

export default function Customers() {
  const { query, page } = useLoaderData<typeof loader>();
  const { number } = useFormats();
  const { count, exact } = page.total;
  const narrowed = isNarrowed(query);
  const people = count === 1 ? "person" : "people";

  return (
    <Page
      fullWidth
      title="Customers"
      subtitle={`${exact ? "" : "About "}${number(count)} ${people}${narrowed ? " found" : ""}`}
    >
      <Card padding="0">
        {(page.rows.length > 0 || narrowed) && <CustomersFilters query={query} />}
        {page.rows.length > 0 ? (
          <CustomersTable page={page} />
        ) : narrowed ? (
          <EmptyNote icon={SearchIcon} heading="Nobody fits this search">
            Try fewer filters, the beginning of a name or an email address, a whole phone number, an
            order number such as #1001, a discount or referral code, or a customer ID of Shopify.
          </EmptyNote>
        ) : (
          <EmptyNote icon={PersonIcon} heading="Your customers will be listed here">
            Everyone who orders appears within a moment, guests too.
          </EmptyNote>
        )}
      </Card>
    </Page>
  );
}

function isNarrowed({ search, segment, stage }: CustomersQuery): boolean {
  return Boolean(search ?? segment ?? stage);
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
