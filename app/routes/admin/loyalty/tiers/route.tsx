import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";

import { tierDays } from "#app/analytics/liability.server.ts";
import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { env } from "#app/ground/env.server.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { perksOf } from "#app/loyalty/tiers/perks.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { listRewards } from "#app/loyalty/rewards/rewards.server.ts";
import { listTiers, saveTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { productTitles } from "#app/orders/titles.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { ACCESS_BLOCK, themeEditorUrl } from "#app/storefront/theme/theme-block.ts";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";
import { SettlingNotice } from "#app/ui/layout/settling-notice.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { TierFunnel } from "./tier-funnel.tsx";
import { TierLadder } from "./tier-ladder.tsx";
import { WhatSavingDoes } from "./what-saving-does.tsx";
import { TierTermsForm } from "./tier-terms.tsx";
import { tiersFormValues } from "./tiers-form-values.ts";
import { parseTiers } from "./tiers-form.schema.ts";

const DAYS_DRAWN = 365;

export const meta = () => [{ title: "Tiers · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [ladder, rewards, days] = await Promise.all([
    listTiers(shop.id),
    listRewards(shop.id, now()),
    tierDays(shop.id, new Date(now().getTime() - DAYS_DRAWN * DAY_MS)),
  ]);
  const exclusive = ladder.tiers.flatMap(({ perks }) => perksOf(perks, "exclusive_products"));
  const productIds = exclusive.flatMap(({ productIds }) => productIds.map(BigInt));
  return {
    saved: tiersFormValues(ladder, shop.currency),
    members: Object.fromEntries(ladder.tiers.map(({ id, members }) => [id, members])),
    days,
    titles: await productTitles(shop.id, productIds),
    accessBlockUrl: themeEditorUrl(shop.domain, env.SHOPIFY_API_KEY, ACCESS_BLOCK),
    rewards: rewards.filter(({ active }) => active).map(({ id, name }) => ({ id, name })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const { values, was } = await bodyOf(request, EditBody);
  const { settings, errors } = parseTiers(values, shop.currency);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const { outcome } = await saveTiers(shop.id, settings, now(), {
    actor,
    seen: (stored) => isSame(was, tiersFormValues(stored, shop.currency)),
  });
  if (outcome === "changed") return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true });
}

export default function Tiers() {
  const { saved, members, days, ...around } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const editing = useEditing(saved, "Tiers saved");
  const { values, dirty } = editing;
  const { errors } = parseTiers(values, currency);
  const form = formProps(editing, errors);
  const kept = values.tiers.map(({ id }) => id);
  const removed = saved.tiers.filter(({ id }) => !kept.includes(id));
  return (
    <LoyaltyPage
      title="Tiers"
      subtitle="Customers who come back climb from one to the next, and have more of it."
    >
      <EditBar id="tiers" editing={editing} />
      {dirty ? (
        <WhatSavingDoes
          members={Object.values(members).reduce((sum, count) => sum + count, 0)}
          removed={removed.map(({ name, key }) => ({ name, members: members[key] ?? 0 }))}
        />
      ) : (
        <SettlingNotice />
      )}
      <TierFunnel
        tiers={saved.tiers.map(({ key, name }) => ({ id: key, name, members: members[key] ?? 0 }))}
        days={days}
      />
      <Layout>
        <Layout.Section>
          <TierLadder {...form} {...around} members={members} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <TierTermsForm {...form} />
        </Layout.Section>
      </Layout>
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
