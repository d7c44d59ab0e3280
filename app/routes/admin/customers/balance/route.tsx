import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Page } from "@shopify/polaris";
import { z } from "zod";

import { loadCustomer } from "#app/customers/timeline/customer.server.ts";
import { idOfAddress, orNotFound } from "#app/http/address-id.schema.ts";
import { balanceDays } from "#app/loyalty/explain/balance-days.server.ts";
import { explainBalance } from "#app/loyalty/explain/explain-balance.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { personName } from "#app/ui/layout/person.tsx";

import { BalanceChart } from "./balance-chart.tsx";
import { ExplainedLots } from "./explained-lots.tsx";
import { ExplainedSums } from "./explained-sums.tsx";

const LOTS_ON_PAGE = 20;

const Query = z.object({ page: z.coerce.number().int().min(0).max(10_000).catch(0) });

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Why this balance? · ${data ? personName(data.customer) : "Customer"} · Encore` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const found = orNotFound(await loadCustomer(shop.id, idOfAddress(params)));
  if (found.mergedIntoId) throw redirect(`/app/customers/${found.mergedIntoId}/balance`);

  const { page } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { name, email } = found;
  const [why, days] = await Promise.all([
    explainBalance(shop.id, found.id, { page, lotsOnPage: LOTS_ON_PAGE }),
    balanceDays(shop, found.id),
  ]);
  return { customer: { id: found.id, name, email }, page, why, days };
}

export default function Balance() {
  const { customer, page, why, days } = useLoaderData<typeof loader>();
  return (
    <Page
      title="Why this balance?"
      subtitle={personName(customer)}
      backAction={{ content: personName(customer), url: `/app/customers/${customer.id}` }}
    >
      <BlockStack gap="400">
        <ExplainedSums why={why} />
        <BalanceChart days={days} />
        <ExplainedLots customerId={customer.id} why={why} page={page} />
      </BlockStack>
    </Page>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
