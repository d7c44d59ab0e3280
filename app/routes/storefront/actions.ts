import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";

import { now } from "#app/ground/clock.server.ts";
import { awardAction } from "#app/loyalty/earning/actions/award-action.server.ts";
import { socialNetworks } from "#app/loyalty/earning/actions/earning-action.ts";

import { bodyOfProxy, memberOf, shopperAnswer } from "../shopper/current-shopper.server.ts";

/** Each name is an event of its own a day, so it is one of those that there are. */
const ActionAsk = z.object({ kind: z.literal("social_share"), name: z.enum(socialNetworks) });

/** POST /apps/encore/actions: a member opened a link to share. It counts once a day, and as often as the shop's limit says. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, customerId } = await memberOf(request);
  const { kind, name } = await bodyOfProxy(request, ActionAsk);
  const at = now();
  const sourceKey = at.toISOString().slice(0, "2026-11-24".length);
  const result = await awardAction(shop.id, { customerId, kind, name, sourceKey, at });
  return shopperAnswer({ points: result.outcome === "earned" ? result.points : 0 });
}
