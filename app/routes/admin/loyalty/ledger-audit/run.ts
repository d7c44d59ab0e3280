import type { ActionFunctionArgs } from "@remix-run/node";

import { currentShop } from "#app/routes/admin/current-shop.server.ts";
import { enqueue } from "#app/ground/queues.server.ts";

/** POST: works out every balance anew now instead of in the night. */
export async function action({ request }: ActionFunctionArgs) {
  const shop = await currentShop(request);
  await enqueue("audit-ledger", { shopId: shop.id });
  return { requested: true };
}
