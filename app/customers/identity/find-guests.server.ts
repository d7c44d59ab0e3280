import type { ShopTx } from "#app/ground/db.server.ts";

/** Those of these customers whom Shopify does not know: what they are given waits for their first sign-in. */
export async function findGuests(tx: ShopTx, customerIds: readonly string[]): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const guests = await tx.customer.findMany({
    where: { shopId: tx.shopId, id: { in: [...customerIds] }, shopifyId: null },
    select: { id: true },
  });
  return new Set(guests.map(({ id }) => id));
}
