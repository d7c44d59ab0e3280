import { causedBy } from "#app/events/cause.server.ts";
import type { ShopTx } from "#app/ground/db.server.ts";

import { updateProgressIn } from "../achievements/update-progress.server.ts";
import { awardOrders } from "../earning/orders/award-points.server.ts";
import { reawardMisrated } from "../earning/orders/reaward-after-tier-change.server.ts";
import { ensureProgram } from "../program/program.server.ts";
import { reviewTiers } from "../tiers/review-tiers.server.ts";
import type { Counted } from "./tally.ts";

/** The past is no news: no workflow, webhook or message begins with what is heard like this. */
const source = "backfill" as const;
const BEGINNING = new Date(0);

/**
 * Gives these customers what their past orders are worth: points, tiers and achievements, by the very functions that do it order by
 * order in a program that is live. Doing it again does nothing. No more customers than fit into the transaction.
 */
export async function countPast(
  tx: ShopTx,
  customerIds: readonly string[],
  at: Date,
): Promise<void> {
  const { earnsFrom } = await ensureProgram(tx, at);
  const orders = await tx.order.findMany({
    where: {
      shopId: tx.shopId,
      customerId: { in: [...customerIds] },
      ...(earnsFrom && { createdAt: { gte: earnsFrom } }),
    },
    select: { id: true, processedAt: true },
  });
  const heard = orders.map(
    ({ id, processedAt }) => [id, { occurredAt: processedAt, source }] as const,
  );
  await causedBy(source, async () => {
    await awardOrders(tx, new Map(heard), at);
    await reviewTiers(tx, customerIds, at);
    // Tiers that are reached by points are known only now, and orders earn by the tier that they were made in.
    const all = customerIds.map((customerId) => ({ customerId, since: BEGINNING }));
    await reawardMisrated(tx, all, { at, source });
    await updateProgressIn(tx, customerIds, at);
  });
}

/** What these customers have now. */
export function loadCounted(tx: ShopTx, customerIds: readonly string[]): Promise<Counted[]> {
  return tx.$queryRaw<Counted[]>`
    SELECT c.id::text AS "customerId", coalesce(a.available + a.pending - a.debt, 0)::bigint AS points,
      m.tier_id::text AS "tierId"
    FROM unnest(${customerIds}::uuid[]) AS c(id)
    LEFT JOIN ledger_account a ON a.shop_id = ${tx.shopId}::uuid AND a.customer_id = c.id
    LEFT JOIN tier_membership m ON m.shop_id = ${tx.shopId}::uuid AND m.customer_id = c.id`;
}
