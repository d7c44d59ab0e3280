import type { ActionFunctionArgs } from "@remix-run/node";

import { answerProfile } from "../shopper/answers.server.ts";
import { ProfileAsk } from "../shopper/asks.schema.ts";
import { bodyOfProxy, memberOfProxy } from "../shopper/current-shopper.server.ts";

/** POST /apps/encore/profile: what a member tells about themselves. What is missing stays as it was. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfProxy(request);
  return answerProfile(member, await bodyOfProxy(request, ProfileAsk));
}
