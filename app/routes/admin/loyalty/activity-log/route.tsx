import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Card } from "@shopify/polaris";
import { z } from "zod";

import { activityLog } from "#app/loyalty/activity-log.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { auditActorNames, auditTopicNames, auditTopics } from "#app/ui/copy/audit.ts";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { AuditFilters } from "./audit-filters.tsx";
import { AuditTable } from "./audit-table.tsx";

const PAGE_SIZE = 50;

const Query = z.object({
  who: z.enum(auditActorNames).optional().catch(undefined),
  what: z.enum(auditTopicNames).optional().catch(undefined),
  before: z.string().max(200).optional().catch(undefined),
});

export const meta = () => [{ title: "Activity log · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { who, what, before } = query;
  const actions = what && auditTopics[what].actions;
  return { query, entries: await activityLog(shop.id, { who, actions, before, limit: PAGE_SIZE }) };
}

export default function Changes() {
  const { query, entries } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title="Activity log"
      subtitle="Every change of the program, and what was done by hand about somebody's points or records. Nothing here can be altered."
    >
      <Card padding="0">
        <AuditFilters query={query} />
        <AuditTable entries={entries} query={query} />
      </Card>
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
