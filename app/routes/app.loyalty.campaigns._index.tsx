import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";
import { z } from "zod";

import { now } from "#app/clock.server.ts";
import { currentShop } from "#app/current-shop.server.ts";
import { listCampaigns } from "#app/loyalty/campaigns/campaigns.server.ts";
import { monthOf } from "#app/ui/calendar.ts";
import { CampaignCalendar } from "#app/ui/campaign-calendar.tsx";
import { CampaignList } from "#app/ui/campaign-list.tsx";
import { LoyaltyPage } from "#app/ui/loyalty-page.tsx";

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
    campaigns: campaigns.map(({ id, name, active, startsAt, endsAt, multiplierBps }) => ({
      id,
      name,
      active,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      multiplierBps,
    })),
  };
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

export { PageError as ErrorBoundary } from "#app/ui/page-error.tsx";
