import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { BlockStack, Layout } from "@shopify/polaris";

import { latestEntries, loyaltyTotals } from "#app/analytics/loyalty.server.ts";
import { now } from "#app/ground/clock.server.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { listCampaigns } from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import { tierMultiplierBps } from "#app/loyalty/tiers/perks.ts";
import { loadProgram, type Program, saveProgram } from "#app/loyalty/program/program.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { collectionTitles, productTitles } from "#app/orders/titles.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { EarningPreview } from "./earning-preview.tsx";
import { EarningRuleForm } from "./earning-rule-form.tsx";
import { parseEarningRule, ruleFormValues } from "./earning-rule.schema.ts";
import { KeepRuleBanner } from "./keep-rule-banner.tsx";
import { LatestPoints } from "./latest-points.tsx";
import { LoyaltyTotals } from "./loyalty-totals.tsx";
import { noteRuleReviewed } from "./rule-reviewed.server.ts";
import { RuleSimulation } from "./rule-simulation.tsx";

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
    rule: ruleFormValues(program, shop),
    titles: await titlesOf(shop.id, program),
    campaigns: campaigns
      .filter(({ active, endsAt }) => active && endsAt > now())
      .map(({ id, name, multiplierBps }) => ({ id, name, multiplierBps })),
    tiers: tiers
      .map(({ id, name, perks }) => ({ id, name, multiplierBps: tierMultiplierBps(perks) }))
      .filter(({ multiplierBps }) => multiplierBps !== ONCE),
    reviewed: shop.ruleReviewedAt !== null,
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
  const { values, was } = await bodyOf(request, EditBody);
  const { settings, errors } = parseEarningRule(values, shop);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const saved = await saveProgram(shop.id, settings, now(), {
    actor,
    seen: (stored) => isSame(was, ruleFormValues(stored, shop)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  await noteRuleReviewed(shop.id);
  return json({ saved: true });
}

export default function Loyalty() {
  const { rule, titles, campaigns, tiers, reviewed, entries, totals } =
    useLoaderData<typeof loader>();
  const shop = useShop();
  const editing = useEditing(rule, "Rule saved");
  const { values, dirty } = editing;
  const { settings, errors } = parseEarningRule(values, shop);

  return (
    <LoyaltyPage title="Loyalty">
      <EditBar id="earning-rule" editing={editing} />
      {!reviewed && !dirty && <KeepRuleBanner />}
      <SettlingNotice />
      <Layout>
        <Layout.Section>
          <EarningRuleForm {...formProps(editing, errors)} titles={titles} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <EarningPreview settings={settings} campaigns={campaigns} tiers={tiers} />
            <LoyaltyTotals totals={totals} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <RuleSimulation values={values} valid={settings !== null} />
      <LatestPoints entries={entries} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";
