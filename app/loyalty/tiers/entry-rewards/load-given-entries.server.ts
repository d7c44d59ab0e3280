import type { ShopTx } from "#app/ground/db.server.ts";

import type { GivenEntry } from "./entry-reward.ts";
import { personsOf } from "../load-facts.server.ts";

/** What these customers, and all records that they once were, were given for coming into tiers, by customer. */
export async function loadGivenEntries(
  tx: ShopTx,
  customerIds: readonly string[],
): Promise<Map<string, GivenEntry[]>> {
  const { shopId } = tx;
  const rows = await tx.$queryRaw<(GivenEntry & { customerId: string })[]>`
    ${personsOf(shopId, customerIds)}
    SELECT person.customer_id::text AS "customerId", e.customer_id::text AS "recordId", e.tier_id::text AS "tierId", e.number,
      e.state, e.entered_at AS "enteredAt", e.entry_key AS "entryKey", e.redemption_id::text AS "redemptionId"
    FROM person
    JOIN tier_entry e ON e.shop_id = ${shopId}::uuid AND e.customer_id = person.id
    ORDER BY e.entered_at, e.number`;
  return Map.groupBy(rows, ({ customerId }) => customerId);
}
