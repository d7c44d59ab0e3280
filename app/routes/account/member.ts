import type { LoaderFunctionArgs } from "@remix-run/node";

import { memberFacts, programFacts } from "../shopper/answers.server.ts";
import { memberOfExtension, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /extension/member: what a member's account page shows, and the program that it is about. */
export async function loader({ request }: LoaderFunctionArgs) {
  const member = await memberOfExtension(request);
  const program = await programFacts(member.shop.id);
  return shopperAnswer({ ...(await memberFacts(member)), program });
}
