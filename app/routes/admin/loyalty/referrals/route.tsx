import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SaveBar } from "@shopify/app-bridge-react";
import { BlockStack, Layout } from "@shopify/polaris";
import { useState } from "react";

import { now } from "#app/ground/clock.server.ts";
import {
  loadReferralSettings,
  referralChoices,
  saveReferralSettings,
} from "#app/loyalty/referrals/referral-settings.server.ts";
import { loadReferralsPage } from "#app/loyalty/referrals/referrals-list.server.ts";
import { LINK, wordsToShare } from "#app/loyalty/referrals/share-copy.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { useFormSaving } from "#app/ui/forms/use-form-saving.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { LoyaltyPage } from "../loyalty-page.tsx";
import { ReferralReview } from "./referral-review.tsx";
import { ReferralSettingsForm } from "./referral-settings-form.tsx";
import { parseReferrals, referralFormValues } from "./referral-settings.schema.ts";
import { LatestReferrals, ReferralFigures, TopAdvocates } from "./referrals-list.tsx";

export const meta = () => [{ title: "Referrals · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const [settings, choices, page] = await Promise.all([
    loadReferralSettings(shop.id),
    referralChoices(shop.id),
    loadReferralsPage(shop.id, now()),
  ]);
  return { saved: referralFormValues(settings, shop.currency), choices, page };
}

export async function action({ request }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const choices = { currency: shop.currency, ...(await referralChoices(shop.id)) };
  const { settings, errors } = parseReferrals(await request.json(), choices);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  await saveReferralSettings(shop.id, settings, now(), actor);
  return json({ saved: true, errors: null });
}

export default function Referrals() {
  const { saved, choices, page } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const [values, setValues] = useState(saved);
  // Typed "50" is stored, and comes back, as "50.00".
  const reset = () => setValues(saved);
  const { save, saving } = useFormSaving(values, "Referrals saved", reset);
  const dirty = JSON.stringify(values) !== JSON.stringify(saved);
  const { errors } = parseReferrals(values, { currency, ...choices });
  return (
    <LoyaltyPage
      title="Referrals"
      subtitle="Customers bring friends by a link of their own; both get something once the friend has bought and kept it."
    >
      <SaveBar id="referrals" open={dirty}>
        <button variant="primary" onClick={save} {...(saving && { loading: "" })}>
          Save
        </button>
        <button onClick={reset}>Discard</button>
      </SaveBar>
      <ReferralReview referrals={page.review} />
      <ReferralFigures figures={page.figures} />
      <Layout>
        <Layout.Section>
          <ReferralSettingsForm
            {...choices}
            values={values}
            errors={errors ?? {}}
            readyWords={readyWords}
            onChange={(changes) => setValues((current) => ({ ...current, ...changes }))}
          />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <TopAdvocates advocates={page.advocates} />
          </BlockStack>
        </Layout.Section>
      </Layout>
      <LatestReferrals referrals={page.latest} />
    </LoyaltyPage>
  );
}

function readyWords(language: string) {
  const { mail, whatsapp } = wordsToShare({}, language, LINK);
  return { mail: mail.body, whatsapp };
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
