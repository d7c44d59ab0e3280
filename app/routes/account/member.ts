import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";

import { memberFacts, programFacts } from "../shopper/answers.server.ts";
import { memberOf, shopperAnswer } from "../shopper/current-shopper.server.ts";

/**
 * GET /extension/member: what a member's account page shows, and the program that it is about. Who is seen signed in for the first
 * time is given what waited for that.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOf(request);
  await claimOnFirstSignIn(member.shop.id, member.customerId, now());
  const program = await programFacts(member.shop.id);
  return shopperAnswer({ ...(await memberFacts(member)), program });
}
