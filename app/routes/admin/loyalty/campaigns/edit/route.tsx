import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { DAY_MS } from "#app/ground/calendar.ts";
import { now } from "#app/ground/clock.server.ts";
import { idOrNew, orNotFound } from "#app/http/address-id.schema.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { localTimeOf } from "#app/loyalty/earning/campaigns/campaign-window.ts";
import type { Campaign } from "#app/loyalty/earning/campaigns/campaign.ts";
import {
  deleteCampaign,
  listCampaigns,
  saveCampaign,
} from "#app/loyalty/earning/campaigns/campaigns.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { productTitles } from "#app/orders/titles.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { ConfirmAction } from "#app/routes/admin/loyalty/confirm-action.tsx";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { CampaignForm } from "./campaign-form.tsx";
import { type CampaignValues, parseCampaign } from "./campaign.schema.ts";

const LIST = "/app/loyalty/campaigns";

export const meta = () => [{ title: "Campaign · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const id = idOrNew(params);
  const campaign = id && (await campaignOf(shop.id, id));
  const { tiers } = await listTiers(shop.id);
  return {
    id,
    saved: campaign ? campaignFormValues(campaign, shop.timezone) : newCampaign(shop.timezone),
    titles: campaign ? await productTitles(shop.id, campaign.productIds) : {},
    tiers: tiers.map((tier) => ({ id: tier.id, name: tier.name })),
  };
}

/** POST: saves the campaign. DELETE: takes it away; orders that it let earn more keep their points. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const id = idOrNew(params);
  if (request.method === "DELETE") {
    if (id) await deleteCampaign(shop.id, id, now(), actor);
    return redirect(LIST);
  }
  const { values, was } = await bodyOf(request, EditBody);
  const { campaign, errors } = parseCampaign(values, shop.timezone);
  if (errors) return json({ saved: false, errors }, { status: 422 });
  if (id) await campaignOf(shop.id, id);

  const saved = await saveCampaign(shop.id, { ...campaign, id }, now(), {
    actor,
    seen: (stored) => isSame(was, campaignFormValues(stored, shop.timezone)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true, ...(!id && { to: LIST }) });
}

export default function CampaignPage() {
  const { id, saved } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title={id ? saved.name : "New campaign"}
      backAction={{ content: "Campaigns", url: LIST }}
    >
      <EditedCampaign key={id} />
      {id && (
        <div className="encore-heading">
          <ConfirmAction
            label="Delete campaign"
            title="Delete this campaign?"
            method="delete"
            action={`${LIST}/${id}`}
          >
            Orders that earned more by it keep their points. From now on orders earn without it.
          </ConfirmAction>
        </div>
      )}
    </LoyaltyPage>
  );
}

function EditedCampaign() {
  const { saved, titles, tiers } = useLoaderData<typeof loader>();
  const { timezone } = useShop();
  const editing = useEditing(saved, "Campaign saved");
  const { errors } = parseCampaign(editing.values, timezone);
  return (
    <>
      <EditBar id="campaign" editing={editing} />
      <CampaignForm {...formProps(editing, errors)} titles={titles} tiers={tiers} />
    </>
  );
}

async function campaignOf(shopId: string, id: string): Promise<Campaign> {
  return orNotFound((await listCampaigns(shopId)).find((one) => one.id === id));
}

function newCampaign(timezone: string): CampaignValues {
  const tomorrow = localTimeOf(new Date(now().getTime() + DAY_MS), timezone).slice(0, 10);
  const later = localTimeOf(new Date(now().getTime() + 3 * DAY_MS), timezone).slice(0, 10);
  return {
    name: "",
    active: true,
    from: `${tomorrow}T00:00`,
    until: `${later}T00:00`,
    times: "2",
    productIds: [],
    collectionIds: [],
    tierIds: [],
  };
}

/** A campaign, as it would be typed. */
function campaignFormValues(campaign: Campaign, timezone: string): CampaignValues {
  return {
    name: campaign.name,
    active: campaign.active,
    from: localTimeOf(campaign.startsAt, timezone),
    until: localTimeOf(campaign.endsAt, timezone),
    times: String(campaign.multiplierBps / 10_000),
    productIds: campaign.productIds.map(String),
    collectionIds: campaign.collectionIds.map(String),
    tierIds: [...campaign.tierIds],
  };
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
