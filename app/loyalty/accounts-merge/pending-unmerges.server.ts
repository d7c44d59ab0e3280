import { findSurvivors } from "#app/customers/identity/find-survivors.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

/**
 * Two records were parted, and what is theirs has yet to be. In the transaction of the event that
 * tells of it: from then on, until it is carried out, and also while nobody manages to, no order's
 * points are given to one of them that are still the other's.
 */
export async function addPendingUnmerge(
  tx: ShopTx,
  { eventId, separatedId }: { eventId: string; separatedId: string },
): Promise<void> {
  await tx.pendingUnmerge.create({ data: { shopId: tx.shopId, eventId, separatedId } });
}

/** It has been carried out. May run twice. */
export async function endPendingUnmerge(tx: ShopTx, eventId: string): Promise<void> {
  await tx.pendingUnmerge.deleteMany({ where: { shopId: tx.shopId, eventId } });
}

/** The people of whom some belongings are still another one's, because it has yet to be carried out that their records were parted. */
export async function pendingUnmerges(tx: ShopTx): Promise<Set<string>> {
  const rows = await tx.pendingUnmerge.findMany({
    where: { shopId: tx.shopId },
    select: { separatedId: true },
  });
  const ids = rows.map(({ separatedId }) => separatedId);
  return new Set((await findSurvivors(tx, ids)).values());
}
