import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Layout, Page } from "@shopify/polaris";

import {
  customerOrders,
  customerTimeline,
  loadCustomer,
} from "#app/customers/timeline/customer.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { loadCustomerProgram } from "#app/loyalty/customer-program.server.ts";
import { customerLedger } from "#app/loyalty/ledger/customer-ledger.server.ts";
import type { RedemptionView } from "#app/loyalty/rewards/redemption/redemption.ts";
import { redemptionsOf } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { personName } from "#app/ui/layout/person.tsx";

import { StageBadge } from "../stage-badge.tsx";
import { CustomerAbout } from "./customer-about.tsx";
import { CustomerBadges } from "./customer-badges.tsx";
import { CustomerFriends } from "./customer-friends.tsx";
import { CustomerIdentity } from "./customer-identity.tsx";
import { CustomerOrders } from "./customer-orders.tsx";
import { CustomerPoints } from "./customer-points.tsx";
import { CustomerRewards } from "./customer-rewards.tsx";
import { CustomerScores } from "./customer-scores.tsx";
import { CustomerSummary } from "./customer-summary.tsx";
import { CustomerTier } from "./customer-tier.tsx";
import { CustomerTimeline } from "./customer-timeline.tsx";

const FIRST_ROWS = 10;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? personName(data.customer) : "Customer"} · Encore` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const customer = orNotFound(await loadCustomer(shop.id, idOfAddress(params)));
  if (customer.mergedIntoId) {
    throw redirect(`/app/customers/${customer.mergedIntoId}${new URL(request.url).search}`);
  }

  const at = now();
  const [timeline, orders, ledger, redemptions, rewards, program] = await Promise.all([
    customerTimeline(shop.id, customer.id, { limit: FIRST_ROWS }),
    customerOrders(shop.id, customer.id, { limit: FIRST_ROWS }),
    customerLedger(shop.id, customer.id, { limit: FIRST_ROWS }),
    redemptionsOf(shop.id, customer.id),
    listRewards(shop.id, at),
    loadCustomerProgram(shop.id, customer.id, at),
  ]);
  const gifts = rewards.filter(({ active }) => active).map(({ id, name }) => ({ id, name }));
  return {
    customer,
    timeline,
    orders,
    ledger,
    redemptions: redemptions.map(rewardRow),
    gifts,
    program,
  };
}

function rewardRow({ id, name, state, points, code, heldAt, expiresAt, failure }: RedemptionView) {
  const [at, until] = [heldAt.toISOString(), expiresAt?.toISOString() ?? null];
  return { id, name, state, points: Number(points), code, at, expiresAt: until, failure };
}

export default function Customer() {
  const { customer, timeline, orders, ledger, redemptions, gifts, program } =
    useLoaderData<typeof loader>();
  const name = personName(customer);
  return (
    // Sections keep the rows that were asked for; another person's page starts anew.
    <Page
      key={customer.id}
      title={name}
      titleMetadata={customer.stage && <StageBadge stage={customer.stage} />}
      {...(customer.name && customer.email && { subtitle: customer.email })}
      backAction={{ content: "Customers", url: "/app/customers" }}
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            <CustomerSummary customer={customer} />
            <CustomerTier customerId={customer.id} program={program} />
            <CustomerTimeline customerId={customer.id} first={timeline} />
            <CustomerOrders customerId={customer.id} first={orders} />
            <CustomerPoints customer={customer} first={ledger} />
            <CustomerRewards
              customerId={customer.id}
              rows={redemptions}
              gifts={program.excludedSince === null ? gifts : []}
            />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <CustomerAbout customer={customer} birthday={program.birthday} />
            <CustomerBadges badges={program.badges} />
            <CustomerFriends referral={program.referral} />
            <CustomerIdentity customer={customer} />
            <CustomerScores customer={customer} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
