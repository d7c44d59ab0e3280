import { inShop } from "#app/ground/db.server.ts";

import { ensureProgram } from "../program/program.server.ts";
import { shopOf } from "../program/shop-of.server.ts";
import { allowed } from "../program/state.ts";
import { mayRedeem, type Refusal } from "./eligibility.ts";
import { loadRedemptionContext, pastKey } from "./redemption/load-redemption-context.server.ts";
import type { Reward } from "./reward.ts";
import { rewardOf } from "./reward-row.ts";

/** A reward as somebody sees it. `reason` says why they cannot have it now; null when they can. */
export type OfferedReward = {
  reward: Reward;
  affordable: boolean;
  /** Points that are missing; 0 when there are enough. */
  missing: bigint;
  reason: Refusal | { code: "sign_in" } | null;
};

/**
 * The rewards of the shop, as this customer can have them; as a visitor sees them when nobody is
 * signed in. None while shoppers see no program, nor for who is excluded from it. The cart is not looked at.
 */
export function rewardsFor(
  shopId: string,
  customerId: string | null,
  at: Date,
): Promise<OfferedReward[]> {
  return inShop(shopId, async (tx) => {
    const { state } = await ensureProgram(tx, at);
    if (!allowed[state].show) return [];
    const rows = await tx.reward.findMany({
      where: { shopId, active: true },
      orderBy: [{ position: "asc" }, { cost: "asc" }, { id: "asc" }],
    });
    const rewards = rows.map(rewardOf);
    if (customerId === null) return rewards.map(forVisitor);

    const rewardIds = rewards.map(({ id }) => id);
    const context = await loadRedemptionContext(tx, rewardIds, [customerId], []);
    if (context.excluded.has(customerId)) return [];
    const account = await tx.ledgerAccount.findUnique({
      where: { shopId_customerId: { shopId, customerId } },
    });
    const { timezone } = await shopOf(tx);
    const available = account?.available ?? 0n;
    return rewards.map((reward) => {
      const eligible = account?.frozenAt
        ? ({ may: false, reason: { code: "frozen" } } as const)
        : mayRedeem(reward, {
            available,
            tierId: context.tierIds.get(customerId) ?? null,
            cartMinor: null,
            past: context.past.get(pastKey(customerId, reward.id)) ?? [],
            now: at,
            timezone,
          });
      const missing = reward.cost > available ? reward.cost - available : 0n;
      return {
        reward,
        affordable: eligible.may,
        missing,
        reason: eligible.may ? null : eligible.reason,
      };
    });
  });
}

function forVisitor(reward: Reward): OfferedReward {
  return { reward, affordable: false, missing: reward.cost, reason: { code: "sign_in" } };
}
