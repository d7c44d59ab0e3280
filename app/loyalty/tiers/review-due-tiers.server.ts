import { causedBy } from "#app/events/cause.server.ts";
import { inShop } from "#app/ground/db.server.ts";
import { pagesById } from "#app/ground/keyset-pages.server.ts";

import { loadAllowed } from "../program/program-state.server.ts";
import { ensureTiers } from "./ensure-tiers.server.ts";
import { reviewTiers } from "./review-tiers.server.ts";

const CUSTOMERS_AT_ONCE = 200;
const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * Does all reviews of tiers that are due: everybody's when the tiers were changed, then those whose
 * term or grace has ended. Each batch is a transaction that also says how far it came, so that a
 * worker that dies goes on from there. In a program that is not live, tiers stand still.
 */
export async function reviewDueTiers(shopId: string, at: Date): Promise<void> {
  if (!(await inShop(shopId, loadAllowed)).earn) return;
  // What the shop changed is no news of its customers; that a term ended is.
  while (await causedBy("recalculation", () => rateMore(shopId, at)));
  for await (const due of pagesById((after) => dueAfter(shopId, at, after))) {
    const ids = due.map(({ id }) => id);
    await inShop(shopId, (tx) => reviewTiers(tx, ids, at));
  }
}

/** Rates the next customers by tiers that were changed; false when all are. */
async function rateMore(shopId: string, at: Date): Promise<boolean> {
  return inShop(shopId, async (tx) => {
    const { version, ratedVersion } = await ensureTiers(tx, at);
    if (ratedVersion === version) return false;
    const { ratedTo, toRate } = await tx.tierProgram.findUniqueOrThrow({ where: { shopId } });
    const customers = await tx.customer.findMany({
      where: { shopId, mergedIntoId: null, id: { gt: ratedTo ?? BEFORE_ALL } },
      orderBy: { id: "asc" },
      take: CUSTOMERS_AT_ONCE,
      select: { id: true },
    });
    const ids = customers.map(({ id }) => id);
    const known = await tx.$queryRaw<{ id: string }[]>`
      SELECT c.id::text FROM customer c
      WHERE c.shop_id = ${shopId}::uuid AND c.id = ANY(${ids}::uuid[]) AND (
        c.orders_count > 0
        OR EXISTS (SELECT FROM tier_membership m WHERE m.shop_id = c.shop_id AND m.customer_id = c.id)
        OR EXISTS (SELECT FROM ledger_account a WHERE a.shop_id = c.shop_id AND a.customer_id = c.id AND a.seq > 0))`;
    await reviewTiers(
      tx,
      known.map(({ id }) => id),
      at,
    );
    const total = toRate ?? (await tx.customer.count({ where: { shopId, mergedIntoId: null } }));
    const isDone = ids.length < CUSTOMERS_AT_ONCE;
    const { count } = await tx.tierProgram.updateMany({
      where: { shopId, version }, // Changed meanwhile, it begins anew.
      data: {
        ratedTo: ids.at(-1) ?? ratedTo,
        rated: { increment: ids.length },
        toRate: total,
        ...(isDone ? { ratedVersion: version } : {}),
      },
    });
    return count === 0 || !isDone;
  });
}

function dueAfter(shopId: string, at: Date, after: string): Promise<{ id: string }[]> {
  return inShop(
    shopId,
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT customer_id::text AS id FROM tier_membership
      WHERE shop_id = ${shopId}::uuid AND customer_id > ${after}::uuid
        AND ((grace_ends_at IS NULL AND term_ends_at <= ${at}) OR grace_ends_at <= ${at})
      ORDER BY customer_id LIMIT ${CUSTOMERS_AT_ONCE}`,
  );
}
