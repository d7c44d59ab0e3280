import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { listEarningActions } from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";

import { addableKinds, parseAction, actionFormValues } from "../action-form.schema.ts";
import { actionWords } from "../copy.ts";
import { ActionList } from "./action-list.tsx";

export const meta = () => [{ title: "Earning actions · Encore" }];

export async function loader({ request }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const earningActions = await listEarningActions(shop.id);
  return {
    earningActions: earningActions.map((earningAction) => {
      const typed = actionFormValues(earningAction, shop.currency);
      const { errors } = parseAction(typed, earningAction.id, shop.currency);
      return {
        ...typed,
        id: earningAction.id,
        unfinished: !earningAction.active && errors !== null,
      };
    }),
  };
}

export default function EarningActionsPage() {
  const { earningActions } = useLoaderData<typeof loader>();
  const actions = addableKinds.map((kind) => ({
    content: actionWords[kind].title,
    url: `/app/loyalty/earning-actions/new?kind=${kind}`,
  }));
  return (
    <LoyaltyPage
      title="Earning actions"
      subtitle="What earns points besides buying. Points that an action has paid stay, also when it changes or is switched off."
      actionGroups={[{ title: "Add an earning action", actions }]}
    >
      <ActionList earningActions={earningActions} />
    </LoyaltyPage>
  );
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
