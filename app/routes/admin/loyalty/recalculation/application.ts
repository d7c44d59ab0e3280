import type { ActionFunctionArgs } from "@remix-run/node";

import { idOfAddress } from "#app/http/address-id.schema.ts";
import { recalculateBalances } from "#app/loyalty/launch/recalculation.server.ts";

import { answerChange } from "../answer-change.server.ts";

/** POST: changes the balances that this comparison has listed. */
export async function action({ request, params }: ActionFunctionArgs) {
  const id = idOfAddress(params);
  return answerChange(request, (shopId, by) => recalculateBalances(shopId, id, by));
}
