import type { ShopTx } from "#app/ground/db.server.ts";
import { givenLots } from "#app/loyalty/ledger/ledger-store.server.ts";

/** How many points these entries gave, and what is left of them, wherever merges and partings have taken them, by their keys. */
export async function unusedOf(
  tx: ShopTx,
  entryKeys: readonly string[],
): Promise<Map<string, { given: bigint; left: bigint }>> {
  if (entryKeys.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ entryKey: string; given: bigint; left: bigint }[]>`
    ${givenLots(tx.shopId, entryKeys)}
    SELECT key AS "entryKey", points AS given, sum(remaining)::bigint AS "left" FROM given GROUP BY key, points`;
  return new Map(rows.map(({ entryKey, ...sums }) => [entryKey, sums]));
}
