import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { minorOfPrice } from "#app/ground/money.ts";
import { Retry } from "#app/ground/retry.ts";
import { ClientKeyReused, redeem } from "#app/loyalty/rewards/redemption/redeem.server.ts";
import type { RedemptionView } from "#app/loyalty/rewards/redemption/redemption.ts";
import { findRedemption } from "#app/loyalty/rewards/redemption/redemptions.server.ts";
import { loadAvailable } from "#app/loyalty/view.server.ts";

import { bodyOfProxy, memberOf, shopperAnswer } from "./current-shopper.server.ts";
import { forForms, isForm } from "./form-answers.server.ts";

const TRIES = 16;
const TRY_EVERY_MS = 250;

const RedemptionAsk = z.object({
  rewardId: z.uuid(),
  /** Made by the page, kept by it until it is answered. */
  clientKey: z.string().regex(/^[\w-]{8,64}$/),
  /** The cart as the page knows it, in Liquid's hundredths of the shop's currency: checked before points are set aside. */
  cart: z.object({ total: z.number().int().min(0).max(1e12) }).optional(),
});

/** POST …/redemptions: sets points aside for a reward and has it made. The same key is the same redemption. */
export const action = forForms(async ({ request }) => {
  const form = isForm(request);
  const { shop, customerId } = await memberOf(request);
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
    const { id, state, kind, code, failure } = form
      ? await settled(shop.id, customerId, result.redemption)
      : result.redemption;
    return shopperAnswer({ id, state, kind, code, error: failure, balance });
  } catch (error) {
    if (error instanceof ClientKeyReused) return shopperAnswer({ error: "key_reused" }, 409);
    if (error instanceof Retry) return shopperAnswer({ error: "too_many" }, 503);
    throw error;
  }
});

/** A page cannot ask again by itself: it waits a little for the code. */
async function settled(shopId: string, customerId: string, redemption: RedemptionView) {
  let last = redemption;
  for (let tries = 0; last.state === "held" && tries < TRIES; tries++) {
    await wait(TRY_EVERY_MS);
    last = (await findRedemption(shopId, customerId, redemption.id)) ?? last;
  }
  return last;
}
