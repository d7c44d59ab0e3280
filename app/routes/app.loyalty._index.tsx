import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { BlockStack, Layout } from "@shopify/polaris";
import { useState } from "react";

import { latestEntries, loyaltyTotals } from "#app/analytics/loyalty.server.ts";
import { collectionTitles } from "#app/analytics/collection-titles.server.ts";
import { productTitles } from "#app/analytics/product-titles.server.ts";
import { now } from "#app/clock.server.ts";
import { currentShop, currentStaff } from "#app/current-shop.server.ts";
import { listCampaigns } from "#app/loyalty/campaigns/campaigns.server.ts";
import { examplePoints, exampleRate } from "#app/loyalty/example.ts";
import { tierMultiplierBps } from "#app/loyalty/perks.ts";
import { loadProgram, type Program, saveProgram } from "#app/loyalty/program.server.ts";
import { ONCE } from "#app/loyalty/rule.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { EarningPreview } from "#app/ui/earning-preview.tsx";
import { EarningRuleForm } from "#app/ui/earning-rule-form.tsx";
import { parseEarningRule } from "#app/ui/earning-rule.schema.ts";
import { ruleAsTyped } from "#app/ui/earning-rule.ts";
import { KeepRuleBanner } from "#app/ui/keep-rule-banner.tsx";
import { LatestPoints } from "#app/ui/latest-points.tsx";
import { LoyaltyPage } from "#app/ui/loyalty-page.tsx";
import { LoyaltyTotals } from "#app/ui/loyalty-totals.tsx";
import { RuleSimulation } from "#app/ui/rule-simulation.tsx";
import { useShop } from "#app/ui/shop.tsx";
import { useFormSaving } from "#app/ui/use-form-saving.tsx";
import { useLeaveConfirmation } from "#app/ui/use-leave-confirmation.tsx";

const ENTRIES = 15;

export const meta = () => [{ title: "Loyalty · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [program, campaigns, { tiers }, entries, totals] = await Promise.all([
    loadProgram(shop.id),
    listCampaigns(shop.id),
    listTiers(shop.id),
    latestEntries(shop.id, ENTRIES),
    loyaltyTotals(shop.id),
  ]);
  return {
    rule: ruleAsTyped(program, shop),
    titles: await titlesOf(shop.id, program),
    campaigns: campaigns
      .filter(({ active, endsAt }) => active && endsAt > now())
      .map(({ id, name, multiplierBps }) => ({ id, name, multiplierBps })),
    tiers: tiers
      .map(({ id, name, perks }) => ({ id, name, multiplierBps: tierMultiplierBps(perks) }))
      .filter(({ multiplierBps }) => multiplierBps !== ONCE),
    reviewed: program.version > 1 || shop.ruleReviewedAt !== null,
    entries,
    totals,
  };
}

/** Of all products and collections that the program names. */
async function titlesOf(shopId: string, program: Program) {
  const { excludedProductIds, excludedCollectionIds, multipliers } = program;
  const [products, collections] = await Promise.all([
    productTitles(shopId, [...excludedProductIds, ...multipliers.flatMap((one) => one.productIds)]),
    collectionTitles(shopId, [
      ...excludedCollectionIds,
      ...multipliers.flatMap((one) => one.collectionIds),
    ]),
  ]);
  return { products, collections };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { settings, errors } = parseEarningRule(await request.json(), shop);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  await saveProgram(shop.id, settings, now(), actor);
  return json({ saved: true, errors: null });
}

export default function Loyalty() {
  const { rule, titles, campaigns, tiers, reviewed, entries, totals } =
    useLoaderData<typeof loader>();
  const shop = useShop();
  const [values, setValues] = useState(rule);
  // Typed "1" is stored, and comes back, as "1.00".
  const reset = () => setValues(rule);
  const { save, saving } = useFormSaving(values, "Rule saved", reset);
  const dirty = JSON.stringify(values) !== JSON.stringify(rule);
  const { settings, errors } = parseEarningRule(values, shop);
  useLeaveConfirmation(() => dirty);

  return (
    <LoyaltyPage title="Loyalty">
      <SaveBar id="earning-rule" open={dirty}>
        <button variant="primary" onClick={save} {...(saving && { loading: "" })}>
          Save
        </button>
        <button onClick={reset}>Discard</button>
      </SaveBar>
      {!reviewed && !dirty && <KeepRuleBanner />}
      <Layout>
        <Layout.Section>
          <EarningRuleForm
            values={values}
            errors={errors ?? {}}
            titles={titles}
            onChange={(changes) => setValues((current) => ({ ...current, ...changes }))}
          />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <EarningPreview
              settings={settings}
              pointsFor={examplePoints}
              rateFor={exampleRate}
              campaigns={campaigns}
              tiers={tiers}
            />
            <RuleSimulation values={values} valid={settings !== null} />
            <LoyaltyTotals totals={totals} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <LatestPoints entries={entries} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/page-error.tsx";
