import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import type { Campaign } from "#app/loyalty/earning/campaigns/campaign.ts";
import { listCampaigns } from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";

import { monthOf } from "./calendar.ts";
import { CampaignCalendar } from "./campaign-calendar.tsx";
import { CampaignList } from "./campaign-list.tsx";

const Query = z.object({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
});

export const meta = () => [{ title: "Campaigns · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const { month } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const campaigns = await listCampaigns(shop.id);
  return {
    month: month ?? monthOf(now().toISOString(), shop.timezone),
    campaigns: campaigns.map(shown),
  };
}

function shown({ id, name, active, startsAt, endsAt, multiplierBps }: Campaign) {
  return { id, name, active, startsAt, endsAt, multiplierBps };
}

export default function Campaigns() {
  const { month, campaigns } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title="Campaigns"
      subtitle="Times in which orders earn more."
      primaryAction={{ content: "New campaign", url: "/app/loyalty/campaigns/new" }}
    >
      <Layout>
        <Layout.Section>
          <CampaignCalendar month={month} campaigns={campaigns} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <CampaignList campaigns={campaigns} />
        </Layout.Section>
      </Layout>
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
