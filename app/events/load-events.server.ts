import type { ShopTx } from "#app/ground/db.server.ts";

import type { StoredEvent } from "./event.ts";

/** These events of the shop, in the order in which they were recorded. */
export async function loadEvents(
  tx: ShopTx,
  shopId: string,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  const rows = await tx.event.findMany({
    where: { shopId, id: { in: [...ids] } },
    orderBy: { id: "asc" },
  });
  // Only appendEvents writes the table, and it writes no other form.
  return rows as unknown as StoredEvent[];
}
