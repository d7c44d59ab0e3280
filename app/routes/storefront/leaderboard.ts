import type { LoaderFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { leaderboardOf } from "#app/loyalty/achievements/leaderboard.server.ts";

import { memberOf, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** GET /apps/encore/leaderboard: who asked to be on it, by first name. Members see it. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { shop } = await memberOf(request);
  return shopperAnswer({ people: await leaderboardOf(shop.id, now()) });
}
