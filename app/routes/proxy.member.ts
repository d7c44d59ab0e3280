import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/clock.server.ts";
import { customerOfProxy, memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { rewardsFor } from "#app/loyalty/rewards/rewards-for.server.ts";
import { loadMember } from "#app/members.server.ts";

/** GET /apps/encore/member: all that a member is shown, as it is at this moment; guests see what they could have. */
export async function loader({ request }: LoaderFunctionArgs) {
  const shopper = await customerOfProxy(request);
  if (shopper.shopifyId === null) {
    return shopperAnswer({ signedIn: false, rewards: await offers(shopper.shop.id, null) });
  }
  const { shop, customerId } = await memberOfProxy(request);
  const member = await loadMember(shop.id, customerId);
  const rewards = await offers(shop.id, customerId);
  return shopperAnswer({
    signedIn: true,
    balance: member?.available ?? 0,
    ...member?.loyalty,
    rewards,
  });
}

async function offers(shopId: string, customerId: string | null) {
  const offered = await rewardsFor(shopId, customerId, now());
  return offered.map(({ reward, affordable, missing, reason }) => ({
    id: reward.id,
    name: reward.name,
    kind: reward.kind,
    cost: reward.cost,
    affordable,
    missing,
    reason,
  }));
}
