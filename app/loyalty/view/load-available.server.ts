import { inShop } from "#app/ground/db.server.ts";

/** The points that a customer has to spend now. */
export function loadAvailable(shopId: string, customerId: string): Promise<bigint> {
  return inShop(shopId, async (tx) => {
    const account = await tx.ledgerAccount.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
      select: { available: true },
    });
    return account?.available ?? 0n;
  });
}
