import type { ActionFunctionArgs } from "@remix-run/node";

import { enqueue } from "#app/ground/queues.server.ts";

import { currentShop } from "../current-shop.server.ts";

/** POST: compares the shop's customers now instead of in the night. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await enqueue("score-customers", { shopId: shop.id });
  return { requested: true };
}
