import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card } from "@shopify/polaris";

import { listStaff } from "#app/audit/staff-names.server.ts";
import { activityLog } from "#app/loyalty/activity-log.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { DownloadButton } from "#app/ui/forms/download-button.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { auditAddress, auditQueryOf, parseAuditQuery } from "./audit-query.schema.ts";
import { AuditTable } from "./audit-table.tsx";

const PAGE_SIZE = 50;

export const meta = () => [{ title: "Activity log · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { before, ...query } = parseAuditQuery(request.url);
  const asked = { ...auditQueryOf(query, shop.timezone), before, limit: PAGE_SIZE };
  const [entries, staff] = await Promise.all([activityLog(shop.id, asked), listStaff(shop.id)]);
  return { query, before, entries, staff };
}

export default function Changes() {
  const { query, before, entries, staff } = useLoaderData<typeof loader>();
  const { now } = useShop();
  return (
    <LoyaltyPage
      title="Activity log"
      subtitle="Every change of the program, and what was done by hand about somebody's points or records. Nothing here can be altered."
      secondaryActions={
        <DownloadButton
          label="Export"
          address={auditAddress(query, null, "/export")}
          fileName={`activity-log-${now.slice(0, 10)}.csv`}
        />
      }
    >
      <Card padding="0">
        <AuditFilters query={query} staff={staff} />
        <AuditTable entries={entries} query={{ ...query, before }} />
      </Card>
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
