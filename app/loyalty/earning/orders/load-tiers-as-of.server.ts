import type { ShopTx } from "#app/ground/db.server.ts";
import { ONCE } from "#app/loyalty/program/earning-rule.ts";
import { type Perk, tierMultiplierBps } from "#app/loyalty/tiers/perks.ts";
import { tiersAsOf, type TiersAsOf } from "#app/loyalty/tiers/tiers-as-of.server.ts";

/**
 * The tiers that the customers of these orders were in when they made them, in their order: an
 * order that lifts somebody into a tier is not one that was made in it. Where no tier and no
 * campaign lets orders earn more by it, nobody is looked up, and no version of the tiers says
 * anything: null.
 */
export async function loadTiersAsOf(
  tx: ShopTx,
  orders: readonly { customerId: string; createdAt: Date; processedAt: Date }[],
): Promise<TiersAsOf | { tiers: null[]; version: null }> {
  if (orders.length === 0 || !(await doTiersMatter(tx)))
    return { tiers: orders.map(() => null), version: null };
  return tiersAsOf(
    tx,
    orders.map(({ customerId, ...order }) => ({ customerId, at: madeAt(order) })),
  );
}

/** Orders of another system are created when they are brought over, and dated when they were made. */
function madeAt({ createdAt, processedAt }: { createdAt: Date; processedAt: Date }): Date {
  return processedAt < createdAt ? processedAt : createdAt;
}

async function doTiersMatter(tx: ShopTx): Promise<boolean> {
  const { shopId } = tx;
  const tiers = await tx.$queryRaw<
    { perks: Perk[] }[]
  >`SELECT perks FROM tier WHERE shop_id = ${shopId}::uuid`;
  if (tiers.some(({ perks }) => tierMultiplierBps(perks) !== ONCE)) return true;
  const forTiers = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM campaign WHERE shop_id = ${shopId}::uuid AND active AND tier_ids <> '{}' LIMIT 1`;
  return forTiers.length > 0;
}
