import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { idOrNew, orNotFound } from "#app/http/address-id.schema.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import {
  listEarningActions,
  saveEarningAction,
} from "#app/loyalty/earning/actions/earning-actions.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import {
  addableKinds,
  newEarningAction,
  parseAction,
  actionFormValues,
} from "../action-form.schema.ts";
import { ActionForm } from "./action-form.tsx";

const LIST = "/app/loyalty/earning-actions";
const Query = z.object({ kind: z.enum(addableKinds).catch("custom") });

export const meta = () => [{ title: "Earning action · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const earningAction = await actionOf(shop.id, params);
  const { kind } = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  return {
    id: earningAction?.id ?? null,
    saved: earningAction ? actionFormValues(earningAction, shop.currency) : newEarningAction(kind),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const before = await actionOf(shop.id, params);
  const { values, was } = await bodyOf(request, EditBody);
  const { earningAction, errors } = parseAction(values, before?.id ?? null, shop.currency);
  if (errors) return json({ saved: false, errors }, { status: 422 });
  // What an earning action is stays what it is: what it has paid was paid for that.
  if (before && before.kind !== earningAction.kind) throw new Response(null, { status: 422 });

  const saved = await saveEarningAction(shop.id, earningAction, now(), {
    actor,
    seen: (stored) => isSame(was, actionFormValues(stored, shop.currency)),
  });
  if (!saved) return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true, ...(!before && { to: LIST }) });
}

export default function EarningActionPage() {
  const { id, saved } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title={id ? saved.name : "New earning action"}
      backAction={{ content: "Earning actions", url: LIST }}
    >
      <EditedAction key={id ?? saved.kind} />
    </LoyaltyPage>
  );
}

function EditedAction() {
  const { id, saved } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const editing = useEditing(saved, "Earning action saved");
  const { errors } = parseAction(editing.values, id, currency);
  return (
    <>
      <EditBar id="earning-action" editing={editing} />
      <ActionForm {...formProps(editing, errors)} />
    </>
  );
}

/** Null for a new one. */
async function actionOf(shopId: string, params: LoaderFunctionArgs["params"]) {
  const id = idOrNew(params);
  return id === null
    ? null
    : orNotFound((await listEarningActions(shopId)).find((one) => one.id === id));
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
