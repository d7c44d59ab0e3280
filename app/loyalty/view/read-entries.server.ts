import type { ShopTx } from "#app/ground/db.server.ts";

/** By entry of the ledger, what it added to or took from what its customer has; a debt counts as less than nothing. */
export async function pointsOfEntries(
  tx: ShopTx,
  entryIds: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = await tx.ledgerEntry.findMany({
    where: { shopId: tx.shopId, id: { in: [...entryIds] } },
    select: { id: true, availableDelta: true, pendingDelta: true, debtDelta: true },
  });
  return new Map(
    rows.map(({ id, availableDelta, pendingDelta, debtDelta }) => [
      id,
      availableDelta + pendingDelta - debtDelta,
    ]),
  );
}
