import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/clock.server.ts";
import { bodyOfProxy, memberOfProxy, shopperAnswer } from "#app/current-shopper.server.ts";
import { saveProfile } from "#app/loyalty/ways/save-profile.server.ts";
import { ProfileAsk } from "#app/shopper.schema.ts";

/** POST /apps/encore/profile: what a member tells about themselves. What is missing stays as it was. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, customerId } = await memberOfProxy(request);
  const { birthday, leaderboard } = await bodyOfProxy(request, ProfileAsk);
  const changes = {
    ...(birthday && { birthday }),
    ...(leaderboard !== undefined && { leaderboard }),
  };
  const result = await saveProfile(shop.id, customerId, changes, now());
  return result.outcome === "saved"
    ? shopperAnswer({ points: result.points })
    : shopperAnswer({ error: "invalid", reason: result.reason }, 422);
}
