import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { claimOnFirstSignIn } from "#app/loyalty/earning/orders/claim-points.server.ts";
import {
  pointsOfGuestOrder,
  pointsOfOrder,
} from "#app/loyalty/earning/orders/points-of-order.server.ts";

import { programFacts } from "../shopper/answers.server.ts";
import {
  asGuest,
  asMember,
  shopperAnswer,
  shopperOfExtension,
} from "../shopper/current-shopper.server.ts";

/**
 * GET /extension/orders/:id: what an order brought. The id comes from the page, so anybody could write any: members are
 * told of their own orders alone, and guests, who cannot be told apart, only how many points an order of this hour is for.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const shopper = await shopperOfExtension(request);
  const { id } = params;
  if (!id || !/^\d{1,18}$/.test(id)) return shopperAnswer({ error: "not_found" }, 404);

  if (shopper.shopifyId === null) await asGuest(shopper, request);
  const pointName = (await programFacts(shopper.shop.id))?.pointName ?? {};
  const answer = (points: object) => shopperAnswer({ ...points, pointName });
  if (shopper.shopifyId === null)
    return answer(await pointsOfGuestOrder(shopper.shop.id, BigInt(id), now()));
  // The account was made in this checkout, and Shopify has not told of it yet.
  if (shopper.customerId === null) return answer({ state: "waiting" });
  const { shop, customerId } = await asMember(shopper);
  // They may have opened their account in this checkout: what they bought as a guest is theirs now.
  await claimOnFirstSignIn(shop.id, customerId, now());
  return answer(await pointsOfOrder(shop.id, BigInt(id), customerId));
}
