import type { ActionFunctionArgs } from "@remix-run/node";

import { currentShop } from "#app/routes/admin/current-shop.server.ts";

import { noteRuleReviewed } from "./rule-reviewed.server.ts";

/** POST: the merchant looked at the earning rule, and it may stay as it is. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await noteRuleReviewed(shop.id);
  return { reviewed: true };
}
