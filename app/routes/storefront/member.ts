import type { LoaderFunctionArgs } from "@remix-run/node";

import { guestFacts, memberFacts } from "../shopper/answers.server.ts";
import { asMember, customerOfProxy, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /apps/encore/member: all that a member is shown, as it is at this moment; guests see what they could have. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopper = await customerOfProxy(request);
  if (shopper.shopifyId === null) return shopperAnswer(await guestFacts(shopper.shop));
  return shopperAnswer(await memberFacts(await asMember(shopper)));
}
