import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/clock.server.ts";
import { bodyOfProxy, memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { ClientKeyReused, redeem } from "#app/loyalty/rewards/redeem.server.ts";
import { minorOfPrice } from "#app/money.ts";
import { RedemptionAsk } from "#app/shopper.schema.ts";
import { loadAvailable } from "#app/storefront/load-available.server.ts";
import { TryLater } from "#app/try-later.ts";

/** POST /apps/encore/redemptions: sets points aside for a reward and has it made. The same key is the same redemption. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, customerId } = await memberOfProxy(request);
  const { rewardId, clientKey, cart } = await bodyOfProxy(request, RedemptionAsk);
  const cartMinor = cart ? minorOfPrice(cart.total, shop.currency) : null;
  try {
    const asked = { customerId, rewardId, clientKey, cartMinor, at: now() };
    const result = await redeem(shop.id, asked);
    const balance = await loadAvailable(shop.id, customerId);
    if (result.outcome === "refused") {
      const { code, ...details } = result.reason;
      return shopperAnswer({ error: code, ...details, balance }, 422);
    }
    const { id, state, kind, code, failure } = result.redemption;
    return shopperAnswer({ id, state, kind, code, error: failure, balance });
  } catch (error) {
    if (error instanceof ClientKeyReused) return shopperAnswer({ error: "key_reused" }, 409);
    if (error instanceof TryLater) return shopperAnswer({ error: "too_many" }, 503);
    throw error;
  }
}
