import type { ActionFunctionArgs } from "@remix-run/node";

import { bodyOfProxy, memberOfExtension } from "#app/current-shopper.server.ts";
import { answerProfile } from "#app/shopper-answers.server.ts";
import { ProfileAsk } from "#app/shopper.schema.ts";

/** POST /extension/profile: what a member tells about themselves in their account. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfExtension(request);
  return answerProfile(member, await bodyOfProxy(request, ProfileAsk));
}
