import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";

import { now } from "#app/ground/clock.server.ts";
import { idOrNew, orNotFound } from "#app/http/address-id.schema.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import {
  deleteAchievement,
  listAchievements,
  saveAchievement,
} from "#app/loyalty/achievements/achievements.server.ts";
import { countReached } from "#app/loyalty/achievements/count-progress.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { AchievementForm } from "./achievement-form.tsx";
import { achievementFormValues, newAchievement, parseAchievement } from "./achievement.schema.ts";
import { DeleteAchievement } from "./delete-achievement.tsx";

const LIST = "/app/loyalty/achievements";

const undeleted = {
  reached: "Not deleted: somebody has reached it meanwhile. Switch it off instead.",
  last: "Not deleted: it is the only one. Switch it off instead.",
};

export const meta = () => [{ title: "Achievement · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const achievement = await achievementOf(shop.id, params);
  if (!achievement) return { id: null, saved: newAchievement, pointsFrom: null, reached: 0 };
  return {
    id: achievement.id,
    saved: achievementFormValues(achievement, shop.currency),
    pointsFrom: achievement.active ? (achievement.pointsFrom?.toISOString() ?? null) : null,
    reached: await countReached(shop.id, achievement.id),
  };
}

/** POST: saves the achievement. DELETE: takes it away, unless somebody has it. */
export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const by = { actor, at: now() };
  const id = idOrNew(params);
  if (request.method === "DELETE") {
    const { outcome } = await deleteAchievement(shop.id, id ?? "", by);
    return outcome === "reached" || outcome === "last"
      ? json({ why: undeleted[outcome] }, { status: 409 })
      : redirect(LIST);
  }
  const before = await achievementOf(shop.id, params);
  const { values, was } = await bodyOf(request, EditBody);
  const { achievement, errors } = parseAchievement(values, shop.currency);
  if (errors) return json({ saved: false, errors }, { status: 422 });
  // What it is about stays: who has it has it for that.
  if (before && before.kind !== achievement.kind) throw new Response(null, { status: 422 });

  const { outcome } = await saveAchievement(shop.id, { ...achievement, id }, by, (stored) =>
    isSame(was, achievementFormValues(stored, shop.currency)),
  );
  if (outcome === "missing") throw new Response(null, { status: 404 });
  if (outcome === "changed") return json({ saved: false, why: CHANGED_MEANWHILE }, { status: 409 });
  return json({ saved: true, ...(!id && { to: LIST }) });
}

export default function AchievementPage() {
  const { id, saved } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title={id ? saved.name : "New achievement"}
      backAction={{ content: "Achievements", url: LIST }}
    >
      <EditedAchievement key={id} />
    </LoyaltyPage>
  );
}

function EditedAchievement() {
  const { id, saved, pointsFrom, reached } = useLoaderData<typeof loader>();
  const { currency } = useShop();
  const editing = useEditing(saved, "Achievement saved");
  const { values } = editing;
  const { errors } = parseAchievement(values, currency);
  const isSamePromise = values.threshold === saved.threshold && values.points !== "";
  return (
    <>
      <EditBar id="achievement" editing={editing} />
      <AchievementForm
        {...formProps(editing, errors)}
        isNew={id === null}
        pointsFrom={isSamePromise ? pointsFrom : null}
      />
      {id && <DeleteAchievement id={id} reached={reached} />}
    </>
  );
}

/** Null for a new one. */
async function achievementOf(shopId: string, params: LoaderFunctionArgs["params"]) {
  const id = idOrNew(params);
  return id === null
    ? null
    : orNotFound((await listAchievements(shopId)).find((one) => one.id === id));
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
