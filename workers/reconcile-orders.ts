import { reconcileOrders } from "#app/ingest/reconciliation/reconcile.server.ts";
import type { JobPayload } from "#app/jobs.ts";
import { log } from "#app/ground/log.server.ts";

/** Compares a shop's recently updated orders with Shopify. */
export async function runReconcileOrders({
  shopId,
}: JobPayload<"reconcile-orders">): Promise<void> {
  const healed = await reconcileOrders(shopId);
  if (healed > 0) log.warn({ shop: shopId, healed }, "Orders were behind and were fetched");
}
