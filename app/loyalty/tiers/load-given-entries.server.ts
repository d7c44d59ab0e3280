import type { ShopTx } from "#app/db.server.ts";

import type { GivenEntry } from "./entry-reward.ts";

/** What these customers were given for coming into tiers, by customer. */
export async function loadGivenEntries(
  tx: ShopTx,
  shopId: string,
  customerIds: readonly string[],
): Promise<Map<string, GivenEntry[]>> {
  const rows = await tx.tierEntry.findMany({
    where: { shopId, customerId: { in: [...customerIds] } },
    orderBy: { number: "asc" },
  });
  return Map.groupBy(
    rows.map((row) => ({ ...row, state: row.state as GivenEntry["state"] })),
    ({ customerId }) => customerId,
  );
}
