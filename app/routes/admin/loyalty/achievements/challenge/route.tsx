import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Banner } from "@shopify/polaris";

import { now } from "#app/ground/clock.server.ts";
import { idOrNew, orNotFound } from "#app/http/address-id.schema.ts";
import { bodyOf } from "#app/http/request-body.server.ts";
import { phaseOf } from "#app/loyalty/achievements/achievement.ts";
import { listChallenges, saveChallenge } from "#app/loyalty/achievements/challenges.server.ts";
import { isSame } from "#app/loyalty/program/program.ts";
import { currentShop, currentStaff } from "#app/routes/admin/current-shop.server.ts";
import { ConfirmAction } from "#app/routes/admin/loyalty/confirm-action.tsx";
import { LoyaltyPage } from "#app/routes/admin/loyalty/loyalty-page.tsx";
import { CHANGED_MEANWHILE, EditBody } from "#app/ui/forms/form-fields.schema.ts";
import { EditBar, formProps, useEditing } from "#app/ui/forms/use-editing.tsx";
import { useShop } from "#app/ui/hooks/shop.tsx";

import { ChallengeForm } from "./challenge-form.tsx";
import { challengeFormValues, newChallenge, parseChallenge } from "./challenge.schema.ts";

const LIST = "/app/loyalty/achievements";
const OVER = "it is over. Add a new challenge instead.";

export const meta = () => [{ title: "Challenge · Encore" }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const shop = await currentShop(request);
  const challenge = await challengeOf(shop.id, params);
  const at = now();
  return {
    id: challenge?.id ?? null,
    phase: challenge && phaseOf(challenge, at),
    window: challenge && { startsAt: challenge.startsAt, endsAt: challenge.endsAt },
    saved: challenge ? challengeFormValues(challenge, shop) : newChallenge(at, shop.timezone),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { shop, actor } = await currentStaff(request);
  const before = await challengeOf(shop.id, params);
  const by = { actor, at: now() };
  const { values, was } = await bodyOf(request, EditBody);
  const { challenge, errors } = parseChallenge(values, {
    ...shop,
    now: by.at,
    before: before && { ...before, values: challengeFormValues(before, shop) },
  });
  if (errors) return json({ saved: false, errors }, { status: 422 });

  const settings = { ...challenge, id: before?.id ?? null };
  const { outcome } = await saveChallenge(shop.id, settings, by, (stored) =>
    isSame(was, challengeFormValues(stored, shop)),
  );
  if (outcome === "missing") throw new Response(null, { status: 404 });
  if (outcome !== "saved") {
    const why = outcome === "over" ? OVER : CHANGED_MEANWHILE;
    return json({ saved: false, why }, { status: 409 });
  }
  return json({ saved: true, ...(!before && { to: LIST }) });
}

export default function ChallengePage() {
  const { id, phase, saved } = useLoaderData<typeof loader>();
  return (
    <LoyaltyPage
      title={id ? saved.name : "New challenge"}
      backAction={{ content: "Achievements", url: LIST }}
    >
      <EditedChallenge key={id} />
      {phase === "running" && (
        <div className="encore-heading">
          <ConfirmAction
            label="End it now"
            title="End this challenge now?"
            method="post"
            action={`${LIST}/challenges/${id}/ending`}
          >
            What customers do from now on does not count. Who has completed it keeps the points; who
            has not gets nothing. It cannot be started again.
          </ConfirmAction>
        </div>
      )}
    </LoyaltyPage>
  );
}

function EditedChallenge() {
  const { phase, window, saved } = useLoaderData<typeof loader>();
  const shop = useShop();
  const editing = useEditing(saved, "Challenge saved");
  const { errors } = parseChallenge(editing.values, {
    ...shop,
    now: new Date(shop.now),
    before: window && {
      values: saved,
      startsAt: new Date(window.startsAt),
      endsAt: new Date(window.endsAt),
    },
  });
  return (
    <>
      <EditBar id="challenge" editing={editing} />
      {phase === "over" ? (
        <Over />
      ) : (
        <ChallengeForm {...formProps(editing, errors)} begun={phase === "running"} />
      )}
    </>
  );
}

function Over() {
  return (
    <Banner
      tone="info"
      title="This challenge is over"
      action={{ content: "Add a challenge", url: `${LIST}/challenges/new` }}
    >
      <p>It stays as it was, and who has completed it keeps the points.</p>
    </Banner>
  );
}

/** Null for a new one. */
async function challengeOf(shopId: string, params: LoaderFunctionArgs["params"]) {
  const id = idOrNew(params);
  return id === null
    ? null
    : orNotFound((await listChallenges(shopId)).find((one) => one.id === id));
}

export { PageError as ErrorBoundary } from "#app/ui/layout/page-error.tsx";
