import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { json } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { now } from "#app/ground/clock.server.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import {
  loadReferralSettings,
  referralChoices,
  saveReferralSettings,
} from "#app/loyalty/referrals/referral-settings.server.ts";
import { loadReferralsPage } from "#app/loyalty/referrals/referrals-list.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
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
  const { values, was } = await bodyOf(request, EditBody);
  const { settings, errors } = parseReferrals(values, choices);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const saved = await saveReferralSettings(shop.id, settings, now(), {
    actor,
    seen: (stored) => isSame(was, referralFormValues(stored, shop.currency)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true });
}

export default function Referrals() {
  const { saved, choices, page } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const editing = useEditing(saved, "Referrals saved");
  const { errors } = parseReferrals(editing.values, { currency, ...choices });
  return (
    <LoyaltyPage
      title="Referrals"
      subtitle="Customers bring friends by a link of their own; both get something once the friend has bought and kept it."
    >
      <EditBar id="referrals" editing={editing} />
      <ReferralReview referrals={page.review} />
      <ReferralFigures figures={page.figures} />
      <ReferralSettingsForm {...choices} {...formProps(editing, errors)} />
      {page.advocates.length > 0 && <TopAdvocates advocates={page.advocates} />}
      <LatestReferrals referrals={page.latest} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
