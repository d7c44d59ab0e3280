import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { findRedemption } from "#app/loyalty/rewards/redemptions.server.ts";
import { loadAvailable } from "#app/storefront/load-available.server.ts";

/** GET /apps/encore/redemptions/:id: how far a redemption is. Another customer's is not there. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { shop, customerId } = await memberOfProxy(request);
  const id = z.uuid().safeParse(params["id"]);
  const found = id.success ? await findRedemption(shop.id, customerId, id.data) : null;
  if (!found) return shopperAnswer({ error: "not_found" }, 404);

  const { state, kind, code, failure } = found;
  const balance = await loadAvailable(shop.id, customerId);
  return shopperAnswer({ id: found.id, state, kind, code, error: failure, balance });
}
