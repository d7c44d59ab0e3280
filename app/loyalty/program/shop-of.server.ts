import type { ShopTx } from "#app/ground/db.server.ts";

/** What of its shop the program goes by: where it is, its currency, and the clock by which its days begin. */
export function shopOf(
  tx: ShopTx,
): Promise<{ domain: string; currency: string; timezone: string }> {
  return tx.shop.findUniqueOrThrow({
    where: { id: tx.shopId },
    select: { domain: true, currency: true, timezone: true },
  });
}
