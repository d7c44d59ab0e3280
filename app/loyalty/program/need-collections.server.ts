import type { ShopTx } from "#app/ground/db.server.ts";

/** Before a collection's products were read for the first time, its row says that they were read then. */
export const NEVER_READ = new Date(0);

/** Says that the program decides by these collections: their products are read soon, and every night from then on. */
export async function needCollections(tx: ShopTx, ids: readonly bigint[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.collection.createMany({
    data: [...new Set(ids)].map((id) => ({ shopId: tx.shopId, id, title: "", readAt: NEVER_READ })),
    skipDuplicates: true,
  });
}
