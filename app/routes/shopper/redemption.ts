import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { redemptionFacts } from "./answers.server.ts";
import { memberOf, shopperAnswer } from "./current-shopper.server.ts";

/** GET …/redemptions/:id: how far a redemption is. Another customer's is not there. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await memberOf(request);
  const id = z.uuid().safeParse(params["id"]);
  const found = id.success ? await redemptionFacts(member, id.data) : null;
  return found ? shopperAnswer(found) : shopperAnswer({ error: "not_found" }, 404);
}
