import type { ShopTx } from "#app/db.server.ts";

import { type Perk, tierMultiplierBps } from "./perks.ts";
import { ONCE } from "./rule.ts";
import { tiersWhen, type TierThen } from "./tiers/tiers-when.server.ts";

/**
 * The tiers that the customers of these orders were in when they made them, in their order: an order that lifts somebody into a
 * tier is not one that was made in it. Where no tier and no campaign lets orders earn more by it, nobody is looked up: null.
 */
export async function loadTiersThen(
  tx: ShopTx,
  shopId: string,
  orders: readonly { customerId: string; createdAt: Date }[],
): Promise<(TierThen | null)[]> {
  if (!(await doTiersMatter(tx, shopId))) return orders.map(() => null);
  return tiersWhen(
    tx,
    shopId,
    orders.map(({ customerId, createdAt }) => ({ customerId, at: createdAt })),
  );
}

async function doTiersMatter(tx: ShopTx, shopId: string): Promise<boolean> {
  const tiers = await tx.tier.findMany({ where: { shopId }, select: { perks: true } });
  if (tiers.some(({ perks }) => tierMultiplierBps(perks as unknown as readonly Perk[]) !== ONCE))
    return true;
  const forTiers = { shopId, active: true, tierIds: { isEmpty: false } };
  return (await tx.campaign.count({ where: forTiers })) > 0;
}
