import type { LoaderFunctionArgs } from "@remix-run/node";

import { memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { referralOf } from "#app/loyalty/referrals/referral-of.server.ts";

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;

/** GET /apps/encore/referrals?locale=de: a member's code and link, words to share it with, and how their friends get on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, customerId } = await memberOfProxy(request);
  const asked = new URL(request.url).searchParams.get("locale") ?? "";
  return shopperAnswer(await referralOf(shop.id, customerId, LOCALE.test(asked) ? asked : "en"));
}
