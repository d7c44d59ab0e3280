import type { LoaderFunctionArgs } from "@remix-run/node";

import { referralFacts } from "../shopper/answers.server.ts";
import { memberOfProxy, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /apps/encore/referrals?locale=de: a member's code and link, words to share it with, and how their friends get on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOfProxy(request);
  return shopperAnswer(await referralFacts(member, new URL(request.url).searchParams));
}
