import type { ShopTx } from "#app/ground/db.server.ts";

/** Whether the shop's history is being imported, or was until after a moment. */
export async function importedSince(tx: ShopTx, shopId: string, since: Date): Promise<boolean> {
  const imports = await tx.backfill.count({
    where: {
      shopId,
      OR: [{ finishedAt: { gte: since } }, { state: { in: ["queued", "exporting", "importing"] } }],
    },
  });
  return imports > 0;
}
