import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";

import { guestFacts, memberFacts } from "../shopper/answers.server.ts";
import {
  asGuest,
  asMember,
  asParticipant,
  customerOfProxy,
  shopperAnswer,
} from "../shopper/current-shopper.server.ts";

/**
 * GET /apps/encore/member: all that a member is shown, as it is at this moment; guests see what they could have. The storefront
 * asks it once a visit, so that who is seen signed in for the first time is given what waited for that.
 */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopper = await customerOfProxy(request);
  if (shopper.shopifyId === null)
    return shopperAnswer(await guestFacts(await asGuest(shopper, request)));
  const member = await asParticipant(await asMember(shopper));
  await claimOnFirstSignIn(member.shop.id, member.customerId, now());
  return shopperAnswer(await memberFacts(member));
}
