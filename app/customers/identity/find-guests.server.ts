import type { ShopTx } from "#app/ground/db.server.ts";

/** Those of these customers whom Shopify does not know: what they are given waits for their first sign-in. */
export async function findGuests(tx: ShopTx, customerIds: readonly string[]): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const guests = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM customer
    WHERE shop_id = ${tx.shopId}::uuid AND id = ANY(${customerIds}::uuid[]) AND shopify_id IS NULL`;
  return new Set(guests.map(({ id }) => id));
}
