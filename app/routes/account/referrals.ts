import type { LoaderFunctionArgs } from "@remix-run/node";

import { referralFacts } from "../shopper/answers.server.ts";
import { memberOfExtension, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /extension/referrals?locale=de: a member's link for friends, words to share it with, and how they get on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOfExtension(request);
  return shopperAnswer(await referralFacts(member, new URL(request.url).searchParams));
}
