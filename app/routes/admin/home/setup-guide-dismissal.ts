import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";

import { currentShop } from "../current-shop.server.ts";

/** POST: the merchant is done with the setup guide, for good. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await db.shop.update({ where: { id: shop.id }, data: { setupDismissedAt: now() } });
  return { dismissed: true };
}
