import type { LoaderFunctionArgs } from "@remix-run/node";

import { referralOf } from "#app/loyalty/referrals/referral-of.server.ts";

import { memberOf, shopperAnswer } from "./current-shopper.server.ts";
import { forForms } from "./form-answers.server.ts";

const LOCALE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$/;

/** GET …/referrals?locale=de: a member's code and link, words to share it with in that language, and how their friends get on. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, customerId } = await memberOf(request);
  const asked = new URL(request.url).searchParams.get("locale") ?? "";
  const locale = LOCALE.test(asked) ? asked : "en";
  return shopperAnswer(await referralOf(shop.id, customerId, locale));
}

/** POST …/referrals: the same for a page without a script, whose form makes the code. */
export const action = forForms(async ({ request }) => {
  const { shop, customerId } = await memberOf(request);
  const { active, ...more } = await referralOf(shop.id, customerId);
  return shopperAnswer(active ? more : { error: "failed" }, active ? 200 : 422);
});
