import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { redemptionFacts } from "../shopper/answers.server.ts";
import { memberOfProxy, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /apps/encore/redemptions/:id: how far a redemption is. Another customer's is not there. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const member = await memberOfProxy(request);
  const id = z.uuid().safeParse(params["id"]);
  const found = id.success ? await redemptionFacts(member, id.data) : null;
  return found ? shopperAnswer(found) : shopperAnswer({ error: "not_found" }, 404);
}
