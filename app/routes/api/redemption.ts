import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { problem } from "#app/integrations/api/problem.ts";
import { redemptionAnswer } from "#app/integrations/api/redemption-answer.ts";
import { findRedemptionOfShop } from "#app/loyalty/rewards/redemption/redemptions.server.ts";

import { answerRead } from "./current-caller.server.ts";

/** GET: how far a reward is, and its code once it works. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  return answerRead(request, async ({ shop }) => {
    const id = z.uuid().safeParse(params["id"]);
    const found = id.success ? await findRedemptionOfShop(shop.id, id.data) : null;
    return found ? redemptionAnswer(found) : problem(404, "redemption_not_found");
  });
}
