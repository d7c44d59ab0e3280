import type { ActionFunctionArgs } from "@remix-run/node";

import { answerProfile } from "../shopper/answers.server.ts";
import { ProfileAsk } from "../shopper/asks.schema.ts";
import { bodyOfProxy, memberOfExtension } from "../shopper/current-shopper.server.ts";

/** POST /extension/profile: what a member tells about themselves in their account. */
export async function action({ request }: ActionFunctionArgs) {
  const member = await memberOfExtension(request);
  return answerProfile(member, await bodyOfProxy(request, ProfileAsk));
}
