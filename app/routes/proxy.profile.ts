import type { ActionFunctionArgs } from "@remix-run/node";

import { bodyOfProxy, memberOfProxy } from "#app/current-shopper.server.ts";
import { answerProfile } from "#app/shopper-answers.server.ts";
import { ProfileAsk } from "#app/shopper.schema.ts";

/** POST /apps/encore/profile: what a member tells about themselves. What is missing stays as it was. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfProxy(request);
  return answerProfile(member, await bodyOfProxy(request, ProfileAsk));
}
