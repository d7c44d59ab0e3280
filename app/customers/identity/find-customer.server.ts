import type { ShopTx } from "#app/ground/db.server.ts";

import { findSurvivors } from "./find-survivors.server.ts";

/**
 * The customer that a record is now, by Encore's id of it or by Shopify's. Null for a record that
 * is not there, and for one that was redacted.
 */
export async function findCustomer(
  tx: ShopTx,
  record: { id: string } | { shopifyId: bigint },
): Promise<string | null> {
  const found = await tx.customer.findFirst({
    where: { shopId: tx.shopId, redactedAt: null, ...record },
    select: { id: true },
  });
  if (!found) return null;
  return (await findSurvivors(tx, [found.id])).get(found.id) ?? null;
}
