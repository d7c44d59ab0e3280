import type { LoaderFunctionArgs } from "@remix-run/node";

import { memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { referralFacts } from "#app/shopper-answers.server.ts";

/** GET /apps/encore/referrals?locale=de: a member's code and link, words to share it with, and how their friends get on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOfProxy(request);
  return shopperAnswer(await referralFacts(member, new URL(request.url).searchParams));
}
