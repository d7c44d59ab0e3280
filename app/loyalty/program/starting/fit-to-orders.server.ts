import type { StoredEvent } from "#app/events/event.ts";
import { now } from "#app/ground/clock.server.ts";
import { inShop, type ShopTx } from "#app/ground/db.server.ts";
import { newId } from "#app/ground/ids.server.ts";
import { countedOrder } from "#app/orders/counting/counted-order.server.ts";

import { announceProgram, lockProgram } from "../program.server.ts";
import { shopOf } from "../shop-of.server.ts";
import { startingAchievements } from "./starting-achievements.ts";
import { startingRewards } from "./starting-rewards.ts";
import { startingTiers } from "./starting-tiers.ts";
import { unitOfOrders } from "./starting-unit.ts";

/** A shop's latest orders say what a typical one is. */
const LATEST = 5_000;
/** Fewer say nothing. */
const ENOUGH = 10;

/**
 * Once the history is here: makes the numbers of a draft that nobody has looked at yet fit the shop's own orders. What a merchant
 * has changed, or said to keep, stays as it is.
 */
export async function fitToOrders(shopId: string, events: readonly StoredEvent[]): Promise<void> {
  if (events.length === 0) return;
  await inShop(shopId, async (tx) => {
    const at = now();
    const { state, version, unitMinor } = await lockProgram(tx, at);
    const { ruleReviewedAt } = await tx.shop.findUniqueOrThrow({ where: { id: shopId } });
    // Any change of rule, rewards, tiers or achievements makes another version.
    if (state !== "draft" || version > 1 || ruleReviewedAt !== null) return;
    const typical = await typicalOrderMinor(tx);
    const unit = typical === null ? unitMinor : unitOfOrders(typical);
    if (unit === unitMinor) return;

    const data = { unitMinor: unit, valueMinor: unit, updatedAt: at };
    await tx.loyaltyProgram.update({ where: { shopId }, data });
    const { currency } = await shopOf(tx);
    await fitRewards(tx, currency, { from: unitMinor, to: unit, at });
    await fitTiers(tx, currency, { from: unitMinor, to: unit, at });
    await fitAchievements(tx, currency, { from: unitMinor, to: unit, at });
    await announceProgram(tx, at);
  });
}

/** What half of the shop's latest orders come to at least; null where there are too few to say. */
async function typicalOrderMinor(tx: ShopTx): Promise<bigint | null> {
  const [found] = await tx.$queryRaw<{ orders: number; typical: bigint | null }[]>`
    SELECT count(*)::int AS orders, percentile_disc(0.5) WITHIN GROUP (ORDER BY total)::bigint AS typical
    FROM (
      SELECT o.total_minor AS total FROM "order" o
      WHERE o.shop_id = ${tx.shopId}::uuid AND ${countedOrder} AND o.total_minor > 0
      ORDER BY o.processed_at DESC LIMIT ${LATEST}::int
    ) latest`;
  return found && found.orders >= ENOUGH ? found.typical : null;
}

type Fit = { from: bigint; to: bigint; at: Date };

async function fitRewards(tx: ShopTx, currency: string, { from, to, at }: Fit): Promise<void> {
  const fitted = startingRewards(currency, to);
  for (const [index, { name, amountMinor, cost }] of startingRewards(currency, from).entries()) {
    const { name: newName, amountMinor: newAmount } = fitted[index] as (typeof fitted)[number];
    await tx.reward.updateMany({
      where: { shopId: tx.shopId, name, amountMinor, cost },
      data: { name: newName, amountMinor: newAmount, updatedAt: at },
    });
  }
}

async function fitTiers(tx: ShopTx, currency: string, { to, at }: Fit): Promise<void> {
  for (const { name, conditions } of startingTiers(currency, newId, to)) {
    const typed = conditions.map(({ basis, atLeast }) => ({ basis, atLeast: `${atLeast}` }));
    await tx.tier.updateMany({
      where: { shopId: tx.shopId, name },
      data: { conditions: typed, updatedAt: at },
    });
  }
}

async function fitAchievements(tx: ShopTx, currency: string, { from, to, at }: Fit): Promise<void> {
  const fitted = startingAchievements(currency, newId, to);
  for (const [index, { name, kind }] of startingAchievements(currency, newId, from).entries()) {
    if (kind !== "spend") continue;
    const { name: newName, threshold } = fitted[index] as (typeof fitted)[number];
    await tx.achievement.updateMany({
      where: { shopId: tx.shopId, name, kind },
      data: { name: newName, threshold, updatedAt: at },
    });
  }
}
