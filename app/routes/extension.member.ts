import type { LoaderFunctionArgs } from "@remix-run/node";

import { memberOfExtension, shopperAnswer } from "#app/current-shopper.server.ts";
import { memberFacts, programFacts } from "#app/shopper-answers.server.ts";

/** GET /extension/member: what a member's account page shows, and the program that it is about. */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOfExtension(request);
  const program = await programFacts(member.shop.id);
  return shopperAnswer({ ...(await memberFacts(member)), program });
}
