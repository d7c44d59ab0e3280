import type { ActionFunctionArgs } from "@remix-run/node";

import { now } from "#app/ground/clock.server.ts";
import { db } from "#app/ground/db.server.ts";
import { currentShop } from "#app/routes/admin/current-shop.server.ts";

/** POST: the merchant looked at the earning rule, and it may stay as it is. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await db.shop.update({ where: { id: shop.id }, data: { ruleReviewedAt: now() } });
  return { reviewed: true };
}
