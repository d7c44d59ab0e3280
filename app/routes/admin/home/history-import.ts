import type { ActionFunctionArgs } from "@remix-run/node";

import { requestBackfill } from "#app/ingest/backfill/backfill.server.ts";

import { currentShop } from "../current-shop.server.ts";

/** POST: reads the shop's order history, or goes on where the last import stopped. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await requestBackfill(shop.id);
  return { requested: true };
}
