import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useFetcher, useLoaderData } from "@remix-run/react";
import { Layout } from "@shopify/polaris";

import { now } from "#app/ground/clock.server.ts";
import { idOrNew, orNotFound } from "#app/http/address-id.schema.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { loadProgram } from "#app/loyalty/program/program.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { findReward, saveReward } from "#app/loyalty/rewards/rewards.server.ts";
import { listTiers } from "#app/loyalty/tiers/tiers.server.ts";
import { productTitles } from "#app/orders/titles.server.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { newReward, parseReward, rewardFormValues } from "./reward-form.schema.ts";
import { RewardForm } from "./reward-form.tsx";
import { RewardPreview } from "./reward-preview.tsx";

const LIST = "/app/loyalty/rewards";

export const meta = () => [{ title: "Reward · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const reward = await rewardOf(shop.id, params);
  const [{ tiers }, program, titles] = await Promise.all([
    listTiers(shop.id),
    loadProgram(shop.id),
    productTitles(shop.id, reward?.productIds ?? []),
  ]);
  return {
    id: reward?.id ?? null,
    active: reward?.active ?? true,
    saved: reward ? rewardFormValues(reward, shop.currency) : newReward,
    titles,
    tiers: tiers.map(({ id, name }) => ({ id, name })),
    rule: { pointsPerUnit: program.pointsPerUnit, unitMinor: Number(program.unitMinor) },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const before = await rewardOf(shop.id, params);
  const { values, was } = await bodyOf(request, EditBody);
  const { reward, errors } = parseReward(values, shop.currency);
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const saved = await saveReward(shop.id, before?.id ?? null, reward, {
    actor,
    at: now(),
    seen: (stored) => isSame(was, rewardFormValues(stored, shop.currency)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true, ...(!before && { to: LIST }) });
}

export default function RewardPage() {
  const { id, active, saved } = useLoaderData<typeof loader>();
  const { submit, state } = useFetcher();
  const archiving = {
    content: active ? "Archive" : "Unarchive",
    loading: state !== "idle",
    onAction: () =>
      submit(null, { method: active ? "post" : "delete", action: `${LIST}/${id}/archiving` }),
  };
  return (
    <LoyaltyPage
      title={id ? saved.name : "New reward"}
      backAction={{ content: "Rewards", url: LIST }}
      secondaryActions={id ? [archiving] : []}
    >
      <EditedReward key={id} />
    </LoyaltyPage>
  );
}

function EditedReward() {
  const { saved, titles, tiers, rule } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const editing = useEditing(saved, "Reward saved");
  const { values } = editing;
  const { reward, errors } = parseReward(values, currency);
  return (
    <>
      <EditBar id="reward" editing={editing} />
      <Layout>
        <Layout.Section>
          <RewardForm {...formProps(editing, errors)} titles={titles} tiers={tiers} />
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <RewardPreview
            reward={reward}
            tierNames={tiers
              .filter(({ id }) => values.tierIds.includes(id))
              .map(({ name }) => name)}
            spendFor={(points) => (Number(points) * rule.unitMinor) / rule.pointsPerUnit}
          />
        </Layout.Section>
      </Layout>
    </>
  );
}

/** Null for a new one. */
async function rewardOf(shopId: string, params: LoaderFunctionArgs["params"]) {
  const id = idOrNew(params);
  return id === null ? null : orNotFound(await findReward(shopId, id));
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
