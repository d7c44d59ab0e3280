import { randomUUID } from "node:crypto";

import type { StandInContext } from "../handler.ts";
import { shopTime } from "../payloads/common.ts";
import type { BulkOperationDoc, ShopDoc } from "../store/documents.ts";

/** The end of an operation, and the webhook that tells of it. */
export function finishBulkOperation(
  { store, webhooks, clock }: Pick<StandInContext, "store" | "webhooks" | "clock">,
  shop: ShopDoc,
  operation: BulkOperationDoc,
): void {
  const completedAt = clock.now().toISOString();
  store.bulkOperations.put(shop.id, { ...operation, completedAt });
  webhooks.emit(
    shop,
    "bulk_operations/finish",
    {
      admin_graphql_api_id: `gid://shopify/BulkOperation/${operation.id}`,
      completed_at: shopTime(completedAt, shop),
      created_at: shopTime(operation.createdAt, shop),
      error_code: operation.errorCode?.toLowerCase() ?? null,
      status: operation.status,
      type: "query",
    },
    randomUUID(),
  );
}
