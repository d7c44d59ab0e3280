import type { ShopTx } from "#app/ground/db.server.ts";

/** Facts and people of one shop are written by one transaction at a time: who somebody is depends on all that is known already. */
export async function lockCustomers(tx: ShopTx, shopId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`facts.${shopId}`}, 0))`;
}
