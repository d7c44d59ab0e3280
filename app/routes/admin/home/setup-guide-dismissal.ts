import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";

import { currentShop } from "../current-shop.server.ts";
import { dismissSetupGuide } from "./setup-guide.server.ts";

/** POST: the merchant is done with the setup guide. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await dismissSetupGuide(shop.id, now());
  return { dismissed: true };
}
